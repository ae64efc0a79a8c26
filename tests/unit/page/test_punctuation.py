"""Signs between translated pieces are the language's own; names and what stands in English keep theirs."""

import pytest

from build_toolkit.locales.language import ENGLISH, Language
from build_toolkit.page.punctuation import own_signs, signs_of
from build_toolkit.page.tree import parse, to_html

ZH = Language("zh_Hans", "zh-Hans", "ltr", "zh_Hans")
AR = Language("ar", "ar", "rtl", "ar")
AM = Language("am", "am", "ltr", "am")


@pytest.mark.parametrize(("language", "html", "wanted"), [
    (ZH, "<p>Alamance County, North Carolina: 权利卡. 未经律师审查</p>",
     "<p>Alamance County, North Carolina：权利卡。未经律师审查</p>"),
    (ZH, "<p>来源: <span>警长</span>, 法官; ICE.</p>", "<p>来源：<span>警长</span>，法官；ICE.</p>"),
    (ZH, "<p><b>时间</b>: 10:30, 12.5%</p>", "<p><b>时间</b>：10:30, 12.5%</p>"),
    (ZH, '<p><span lang="en">Sheriff, 警长. Who?</span> 好.</p>',
     '<p><span lang="en">Sheriff, 警长. Who?</span> 好。</p>'),
    (ZH, "<p>未经审阅. 这不是意见。 <b>好.</b> 再见&nbsp; ICE</p>",
     "<p>未经审阅。这不是意见。<b>好。</b>再见&nbsp; ICE</p>"),
    (ZH, "<p>甲.</p><p>: 乙</p>", "<p>甲。</p><p>: 乙</p>"),
    (ZH, "<title>甲, 乙</title><svg><title>甲, 乙</title></svg>",
     "<title>甲，乙</title><svg><title>甲, 乙</title></svg>"),
    (AR, "<p>السجن, المأمور; North Carolina?</p>",
     "<p>السجن، المأمور؛ North Carolina?</p>"),
    (AR, "<p>Alamance County, North Carolina: بطاقة</p>",
     "<p>Alamance County, North Carolina: بطاقة</p>"),
    (AM, "<p>ዳኛ, ሸሪፍ.</p>", "<p>ዳኛ፣ ሸሪፍ።</p>"),
    (ENGLISH, "<p>警长, 法官.</p>", "<p>警长, 法官.</p>"),
])
def test_signs_follow_the_letters_beside_them(language: Language, html: str, wanted: str) -> None:
    tree = parse(html)
    if signs := signs_of(language.bcp47):
        own_signs(tree, language.bcp47, *signs)
    assert to_html(tree) == wanted.replace("&nbsp;", "\u00a0")
