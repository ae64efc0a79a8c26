"""Small documents of invented wording that use every part of the look, and sentences in many scripts."""

from __future__ import annotations

import base64
import struct
import zlib
from datetime import date
from pathlib import Path

from build_toolkit.render.pdf import Rendered, render_pdf

LOOK = Path(__file__).parents[2] / "templates" / "look"
CSS_NAMES = ["tokens.css", "print.css"]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
DAY = date(2024, 5, 6)


def look() -> list[str]:
    """The style sheets of the project."""
    return [(LOOK / name).read_text(encoding="utf-8") for name in CSS_NAMES]


def render(html: str, lang: str = "en", css: list[str] | None = None, **options: object) -> Rendered:
    """Render with the project's look, or with the given style sheets."""
    options = {"title": "Sample", "date": DAY, "source": "sample.yaml", **options}
    names = CSS_NAMES if css is None else []
    return render_pdf(html, look() if css is None else css, language=lang, css_names=names, **options)  # type: ignore[arg-type]


def picture() -> str:
    """A data: address of a small PNG picture."""
    rows = b"".join(b"\0" + bytes((x * 16, y * 16, 120) * 1)[:3] for y in range(4) for x in range(1))
    size = struct.pack(">IIBBBBB", 1, 4, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(png).decode()


def page(body: str, *, lang: str = "en", classes: str = "", rtl: bool = False, style: str = "") -> str:
    """A whole document around a body."""
    direction = ' dir="rtl"' if rtl else ""
    sheet = f"<style>{style}</style>" if style else ""
    return (f'<!doctype html><html lang="{lang}"{direction} class="{classes}"><head><meta charset="utf-8">'
            f"<title>Sample</title>{sheet}</head><body>{body}</body></html>")


CHART = """<figure><figcaption><p class="fig-title">Books lent in a year</p></figcaption>
<div class="chart" style="width:300pt;height:60pt"><svg width="300pt" height="60pt" viewBox="0 0 300 60" role="img">
<title>Column chart: the library lent 120 books in 2019 and 480 in 2024</title>
<rect x="40" y="40" width="20" height="20" fill="#9b3d14"/>
<rect x="200" y="0" width="20" height="60" fill="#9b3d14"/></svg>
<p class="cx" style="inset-inline-start:10pt;inset-block-start:62pt">2019</p>
<p class="cx" style="inset-inline-start:170pt;inset-block-start:62pt">2024</p></div>
<p class="fig-src">Source: the library’s own count.</p></figure>"""

_ROWS = "".join(
    f'<tr><th scope="row">Branch {n}</th><td class="n">{n * 37}</td><td>Open on {day}, closed on holidays</td></tr>'
    for n, day in enumerate(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] * 12, start=1))

BOOKLET = f"""
<div class="draft-band"><span>Invented sample, not for use</span></div>
<div class="run-foot"><span>The library of Alder County</span><span class="folio"></span></div>
<section class="cover"><div class="face"><p class="label">A guide</p><h1>Who opens the&nbsp;library?</h1>
<p class="sub">What the board decides,<br>and when anyone may speak.</p>
<div class="locator"><svg width="60pt" height="60pt" viewBox="0 0 60 60" role="img">
<title>Outline of Alder County</title>
<path d="M5 5H55V50L30 55L5 50Z" fill="none" stroke="#ffffff"/></svg></div></div></section>
<section class="chapter page" id="contents"><h1>What is in this guide</h1>
<ul class="toc"><li><span class="n">1</span><a href="#hours" data-page="">Opening hours</a></li>
<li><span class="n">2</span><a href="#money" data-page="">Money</a></li></ul></section>
<section class="chapter page" id="hours"><h1>Opening hours</h1>
<p class="lead">The branches of the library are open on different days, and the board sets those days in
<span class="nb">spring.<span class="fn">Minutes of the board, 3 April 2024.</span></span> Anyone may ask for
others.</p>
<aside class="side"><p><b>Branch</b> means a building with books that people may take home.</p></aside>
<p>The word for library is <span lang="es">biblioteca</span> in Spanish and <span lang="ar" dir="rtl">مكتبة</span> in
Arabic. The bulletin is <em>weekly</em> and <strong>free</strong>, and its address is
<a href="https://example.org/bulletin">example.org/bulletin</a>. The staff of each branch keeps a list of what readers
ask for, and the board reads these lists before it decides on anything that costs
<span class="nb">money.<span class="fn">Rules of the board, section 4, with an <a href="https://example.org/rules">outside
text</a>.</span></span> It is a long sentence so that it takes more than one line of the page.</p>
<h2><span class="no">1.1</span> What to bring</h2>
<ul><li>A card, or a letter with your name and address on it</li><li>The book<ul><li>with its cover</li></ul></li></ul>
<ol><li>Go to the desk.</li><li>Say what you want.</li></ol>
<dl class="terms"><div><dt>Loan</dt><dd>A book that you take home.</dd></div>
<div><dt>Fine</dt><dd>What a late book costs.</dd></div></dl>
<p><img src="{picture()}" alt="A row of four colours" width="40" height="40" style="image-rendering: crisp-edges">
The colours on the shelves. <img src="{picture()}" alt="" width="4" height="4" style="image-rendering: crisp-edges"></p>
</section>
<section class="chapter page" id="money"><h1>Money</h1>{CHART}
<h2>All branches</h2>
<table class="data"><caption>Visitors a day</caption>
<thead><tr><th>Branch</th><th class="n">Visitors</th><th>Days</th></tr></thead><tbody>{_ROWS}</tbody></table>
<p>See <a href="#hours">the chapter on opening hours</a> for what the table leaves out.</p>
<div class="work"><ul class="ticks"><li><span class="tick">☐</span>I have asked at the desk.</li></ul></div>
</section>"""

# A language, its direction, the start of a font stack, and a text about a library in it.
LANGUAGES: dict[str, tuple[str, str, str]] = {
    "en": ("ltr", "Charis SIL", "The board decides on the opening hours of the library. "
           "Anyone may speak for three minutes."),
    "es": ("ltr", "Charis SIL", "La junta decide el horario de la biblioteca. "
           "Cualquier persona puede hablar tres minutos; "
           "¿quién pidió la última reunión? Nadie respondió aún."),
    "ar": ("rtl", "Noto Naskh Arabic", "يقرّر المجلس ساعات عمل المكتبة. يحقّ لكلّ شخص أن يتكلّم ثلاث دقائق، "
           "ولا يُطلب منه إثبات. الدخول مجاني لأهالي المنطقة."),
    "ur": ("rtl", "Noto Nastaliq Urdu", "بورڈ کتب خانے کے اوقات طے کرتا ہے۔ "
           "ہر شخص تین منٹ بول سکتا ہے، اور کسی سے ثبوت نہیں مانگا جاتا۔"),
    "fa": ("rtl", "Noto Naskh Arabic", "هیئت ساعت‌های کتابخانه را تعیین می‌کند. هر کس می‌تواند سه دقیقه صحبت کند."),
    "ps": ("rtl", "Noto Naskh Arabic", "بورډ د کتابتون ساعتونه ټاکي. هر څوک کولی شي درې دقیقې خبرې وکړي."),
    "he": ("rtl", "Noto Serif Hebrew", "המועצה קובעת את שעות הספרייה. כל אדם רשאי לדבר שלוש דקות."),
    "km": ("ltr", "Noto Serif Khmer", "ក្រុមប្រឹក្សាសម្រេចម៉ោងបើកបណ្ណាល័យ។ មនុស្សគ្រប់រូបអាចនិយាយបានបីនាទី។ ការចូលគឺឥតគិតថ្លៃ។"),
    "my": ("ltr", "Noto Serif Myanmar", "ဘုတ်အဖွဲ့က စာကြည့်တိုက်ဖွင့်ချိန်ကို ဆုံးဖြတ်သည်။ မည်သူမဆို သုံးမိနစ် ပြောနိုင်သည်။"),
    "hi": ("ltr", "Noto Serif Devanagari", "बोर्ड पुस्तकालय के खुलने का समय तय करता है। कोई भी व्यक्ति तीन मिनट बोल सकता है, "
           "और किसी से प्रमाण नहीं माँगा जाता।"),
    "bn": ("ltr", "Noto Serif Bengali", "পর্ষদ গ্রন্থাগার খোলার সময় ঠিক করে। যে কেউ তিন মিনিট কথা বলতে পারেন, প্রমাণ চাওয়া হয় না।"),
    "pa": ("ltr", "Noto Serif Gurmukhi", "ਬੋਰਡ ਪੁਸਤਕਾਲਾ ਖੁੱਲ੍ਹਣ ਦਾ ਸਮਾਂ ਤੈਅ ਕਰਦਾ ਹੈ। ਕੋਈ ਵੀ ਤਿੰਨ ਮਿੰਟ ਬੋਲ ਸਕਦਾ ਹੈ।"),
    "th": ("ltr", "Noto Serif Thai", "คณะกรรมการกำหนดเวลาเปิดห้องสมุด ทุกคนพูดได้สามนาที"),
    "zh-Hans": ("ltr", "Noto Serif CJK SC", "理事会决定图书馆的开放时间。任何人都可以发言三分钟，不需要任何证明。"),
    "zh-Hant": ("ltr", "Noto Serif CJK TC", "理事會決定圖書館的開放時間。任何人都可以發言三分鐘，不需要任何證明。"),
    "am": ("ltr", "Noto Serif Ethiopic", "ቦርዱ የቤተ መጻሕፍቱን ሰዓት ይወስናል። ማንኛውም ሰው ሦስት ደቂቃ መናገር ይችላል።"),
    "ko": ("ltr", "Noto Serif CJK KR", "이사회가 도서관을 여는 시간을 정합니다. 누구나 삼 분 동안 말할 수 있습니다."),
    "ru": ("ltr", "Charis SIL", "Совет решает, когда открыта библиотека. "
           "Каждый может говорить три минуты; подтверждений не просят."),
    "vi": ("ltr", "Charis SIL", "Hội đồng quyết định giờ mở cửa của thư viện. Ai cũng có thể phát biểu trong ba phút."),
}
