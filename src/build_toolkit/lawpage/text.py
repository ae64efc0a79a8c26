"""A law page as text of 80 columns for a terminal, in any language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from unicodedata import east_asian_width

from ..compose.plain_texts import Voice
from ..model import Source, Text
from .situation import DemandHere, LawPage, RuleHere, StageHere, StateLine, Term
from .words import DUES, KINDS, REGIMES, STATUS

WIDTH = 80
LAW_ON = Text.at("The law on {day}", "part")
FEDERAL = Text.at("United States: federal law", "part")
HOW_SURE = Text.at("How sure", "part")
CHECKED = Text.at("Last checked", "part")
CHECKED_SHORT = Text.at("Checked", "law.list-checked")
REVIEWED = Text.at("Reviewed", "part")
NOT_REVIEWED = Text.at("not by a lawyer yet", "part")
REVIEWS = {
    "approved": Text.at("by {name} on {day}", "part"),
    "refused": Text.at("refused by {name} on {day}", "part"),
}
RULES = Text.at("What the law does", "part")
UNRESOLVED = Text.at("Not settled: ask a lawyer", "part")
SINCE = Text.at("{state}, from {day}", "part")
ENDS = Text.at("ends on {day}", "part")
FEDERAL_RULE = Text.at("a rule of federal law", "part")
STEP = Text.at("{stage} on {day}", "part")
DEMANDS = Text.at("What people ask for, and where it stands", "part")
ONE_RULE = Text.at("rule {number}", "part")
MORE_RULES = Text.at("rules {numbers}", "part")
CONFIRM_FIRST = Text.at("confirm first", "part")
READ = Text.at("Read on {day}", "part")
PRIMARY = Text.at("the text itself", "part")
SECONDHAND = Text.at("secondhand", "law.certainty.secondhand")
NOTHING = Text.at("None.", "part")
SEARCHED = Text.at(
    "A search found no law of the whole state that requires, forbids or limits work with ICE. "
    "That is not proof that there is none.", "part")
UNSEARCHED = Text.at(
    "The law of this state has not been searched for this edition. Ask a lawyer before you rely on anything "
    "here.",
    "part")
NO_PROMISE = Text.at("“Open” is what is known here, not a promise: ask a lawyer before you ask an official.",
                     "part")
ROWS = {
    "does": Text.at("Does", "law.row.does"), "says": Text.at("Says", "law.row.says"),
    "words": Text.at("In its words", "law.row.words"), "text": Text.at("Text", "law.row.text"),
    "open": Text.at("Leaves open", "law.row.open"), "written": Text.at("Written in", "law.row.written"),
    "steps": Text.at("Steps", "law.row.steps"), "source": Text.at("Source", "law.row.source"),
    "sure": HOW_SURE,
    "confirm": Text.at("Confirm", "law.row.confirm"), "bars": Text.at("Bars", "law.row.bars"),
    "meets": Text.at("Meets", "law.row.meets"),
}
QUOTED = Text.at("“{words}” ({pin}: {shows})", "law.quoted")
TEXT_OF = Text.at("Text of {day}.", "part")
SEARCHED_UNTIL = Text.at("Later acts were looked for up to {day}.", "part")
NOT_SEARCHED = Text.at("Later acts were not looked for.", "part")
CLAIM = Text.at("{claim}: {sure}", "law.claim")
DUE_ON = Text.at("{what} by {day}", "part")
DUE_HOURS = Text.at("{what} within {n} hours", "part")
DUE_DAYS = Text.at("{what} within {n} days", "part")
NO_EFFECT = Text.at("bars or meets no demand", "part")
Row = tuple[str, str]


def page_text(page: LawPage, voice: Voice) -> str:
    """Return the page as text of at most 80 columns, save long addresses."""
    lines = [*_head(page, voice), "", *wrapped(voice.say(page.summary)), "", _heading(voice.say(RULES))]
    for rule in page.rules:
        lines += ["", *_rule(rule, page, voice)]
    none = SEARCHED if page.no_rule_known else UNSEARCHED if page.regime_287g.id == "unknown" else NOTHING
    lines += [] if page.rules else ["", *wrapped(voice.say(none), "   ")]
    if page.demands:
        lines += ["", _heading(voice.say(DEMANDS))]
        for status in ("barred", "met", "open"):
            lines += _demands([d for d in page.demands if d.status.id == status], status, voice)
        lines += ["", *wrapped(voice.say(NO_PROMISE), "   ")]
    if page.unresolved:
        lines += ["", _heading(voice.say(UNRESOLVED))]
    for item in page.unresolved:
        lines += ["", *wrapped(f"{voice.say(item.what)} [{item.id}]", "   ")]
        lines += [part for line in _source_lines(page, [item.source], voice) for part in wrapped(line, "   ")]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _head(page: LawPage, voice: Voice) -> Iterator[str]:
    """Yield the title with its day, what the law comes to, how sure that is, who checked it and when."""
    title = voice.say(FEDERAL) if page.state == "US" else f"{page.name} ({page.state})"
    day = voice.say(LAW_ON, day=voice.day(page.as_of))
    yield from (f"{title}{' ' * max(WIDTH - cells(title) - cells(day), 2)}{day}", "=" * WIDTH)
    review = voice.say(NOT_REVIEWED)
    if page.review:
        review = voice.say(REVIEWS[page.review.verdict], name=page.review.by, day=voice.day(page.review.on))
    head: list[Row] = [] if page.state == "US" else [
        (voice.say(KINDS["287g"]), voice.say(page.regime_287g.words)),
        (voice.say(KINDS["detainers"]), voice.say(page.regime_detainers.words)),
        (voice.say(HOW_SURE), voice.say(page.certainty.words)),
    ]
    head += [(voice.say(CHECKED), voice.day(page.checked_on))] if page.checked_on else []
    head.append((voice.say(REVIEWED), review))
    yield from _table(head, "")


def list_text(lines: Iterable[StateLine], voice: Voice) -> str:
    """Return a line for each state: both regimes, how sure, when checked."""
    rows = [("", "287(g)", voice.say(KINDS["detainers"]), voice.say(HOW_SURE), voice.say(CHECKED_SHORT))]
    for line in lines:
        regimes = [voice.say(REGIMES[line.regime(kind)]) for kind in KINDS]
        checked = line.checked_on.isoformat() if line.checked_on else "-"
        rows.append((f"{line.state} {line.name}", regimes[0], regimes[1], voice.say(line.certainty.words),
                     checked))
    widths = [max(cells(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "".join("  ".join(_padded(cell, wide) for cell, wide in zip(row, widths, strict=True)).rstrip()
                   + "\n"
                   for row in rows)


def _rule(rule: RuleHere, page: LawPage, voice: Voice) -> Iterator[str]:
    lines = wrapped(rule.name, "   ")
    lines[0] = f"{rule.number:>2}{lines[0][2:]}"
    gap = WIDTH - cells(lines[-1]) - len(rule.id)
    lines[-1] += " " * gap + rule.id if gap > 1 else f"\n{rule.id:>{WIDTH}}"
    yield from lines
    yield from wrapped("; ".join(_standing(rule, voice)), "   ")
    titles = {demand.id: voice.say(demand.title) for demand in page.demands}
    said = {
        "does": "; ".join(voice.say(effect.words) for effect in rule.does) or voice.say(NO_EFFECT),
        "says": voice.say(rule.says), "open": voice.say(rule.leaves_open) if rule.leaves_open else "",
        "written": rule.citation, "steps": "\n".join(_step(stage, voice) for stage in rule.stages),
        "words": "\n".join(_quoted(rule, voice)), "text": " ".join(_read(rule, voice)),
        "sure": _how_sure(rule, voice), "confirm": voice.say(rule.confirm) if rule.confirm else "",
        "bars": "; ".join(f"{titles[key]} [{key}]" for key in rule.bars),
        "meets": "; ".join(f"{titles[key]} [{key}]" for key in rule.meets),
        "source": "\n".join(_source_lines(page, rule.sources, voice)),
    }
    rows = [(voice.say(ROWS[key]), said[key]) for key in ROWS if said[key]]
    after = 1 + next(n for n, (label, _) in enumerate(rows) if label == voice.say(ROWS["says"]))
    yield from _table([*rows[:after], *(_term(term, voice) for term in rule.terms), *rows[after:]], "   ")


def _quoted(rule: RuleHere, voice: Voice) -> Iterator[str]:
    for words in rule.words:
        shows = "; ".join(voice.say(one.words) for one in words.shows)
        yield voice.say(QUOTED, words=words.quote, pin=words.pin, shows=shows)


def _read(rule: RuleHere, voice: Voice) -> Iterator[str]:
    """Yield of which day the text is, and how far later acts were looked for, of a rule that says either."""
    if rule.text_of:
        yield voice.say(TEXT_OF, day=voice.day(rule.text_of))
    if rule.searched_until:
        yield voice.say(SEARCHED_UNTIL, day=voice.day(rule.searched_until))
    elif rule.text_of:
        yield voice.say(NOT_SEARCHED)


def _how_sure(rule: RuleHere, voice: Voice) -> str:
    claims = [voice.say(CLAIM, claim=voice.say(claim.words), sure=voice.say(sure.words))
              for claim, sure in rule.claims]
    return "; ".join(claims) or voice.say(rule.certainty.words)


def _term(term: Term, voice: Voice) -> Row:
    said = [term.court] if term.court else []
    said += [voice.say(value.words) for value in term.values]
    for due in term.deadlines:
        what = voice.say(DUES[due.to])
        said.append(voice.say(DUE_ON, what=what, day=voice.day(due.on)) if due.on
                    else voice.say(DUE_HOURS, what=what, n=due.hours) if due.hours
                    else voice.say(DUE_DAYS, what=what, n=due.days))
    return voice.say(term.name.words), "; ".join(said)


def _standing(rule: RuleHere, voice: Voice) -> Iterator[str]:
    """Yield where a rule stands, and since when; whether it is federal; when it ends."""
    state = voice.say(rule.state.words)
    yield voice.say(SINCE, state=state, day=voice.day(rule.from_day)) if rule.from_day else state
    if rule.federal:
        yield voice.say(FEDERAL_RULE)
    if rule.until and rule.state.id != "past":
        yield voice.say(ENDS, day=voice.day(rule.until))


def _step(stage: StageHere, voice: Voice) -> str:
    step = voice.say(STEP, stage=voice.say(stage.stage.words), day=voice.day(stage.on))
    return f"{step}: {voice.say(stage.note)}" if stage.note else step


def _source_lines(page: LawPage, keys: Iterable[str | None], voice: Voice) -> Iterator[str]:
    for key in keys:
        if key in page.sources:
            source = page.sources[key]
            yield _named(source, voice)
            if source.url:
                yield source.url


def _named(source: Source, voice: Voice) -> str:
    dated = f", {voice.day(source.date)}" if source.date else ""
    kind = voice.say(PRIMARY if source.seen == "primary" else SECONDHAND)
    named = source.cite if source.cite.startswith(source.title) else source.title
    cite = f" ({source.cite})" if source.cite and named != source.cite else ""
    read = voice.say(READ, day=voice.day(source.read_on))
    return f"{source.publisher}: {named}{cite}{dated}. {read}; {kind}"


def _demands(demands: list[DemandHere], status: str, voice: Voice) -> Iterator[str]:
    if not demands:
        return
    yield from ("", f"   {voice.say(STATUS[status])} ({len(demands)})")
    for demand in demands:
        notes = [voice.say(demand.needs.words)] if demand.needs else []
        notes += [rule_numbers(demand.because, voice)] if demand.because else []
        notes += [voice.say(CONFIRM_FIRST)] if demand.confirm else []
        tail = f" ({'; '.join(notes)})" if notes else ""
        yield from wrapped(f"- {voice.say(demand.title)}{tail} [{demand.id}]", "   ", "  ")


def rule_numbers(numbers: tuple[int, ...], voice: Voice) -> str:
    """Return "rule 2", or "rules 2 and 3"."""
    if len(numbers) == 1:
        return voice.say(ONE_RULE, number=numbers[0])
    return voice.say(MORE_RULES, numbers=voice.listed(map(str, numbers)))


def _heading(text: str) -> str:
    return f"{text}\n{'-' * cells(text)}"


def _table(rows: list[Row], indent: str) -> Iterator[str]:
    """Yield rows of a label and a text that hangs beside it."""
    wide = max((cells(label) for label, _ in rows), default=0) + 2
    for label, text in rows:
        first = True
        for paragraph in text.split("\n"):
            for line in wrapped(paragraph, "", width=WIDTH - len(indent) - wide):
                yield f"{indent}{_padded(label if first else '', wide)}{line}"
                first = False


def cells(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def wrapped(text: str, indent: str = "", hang: str = "", width: int = WIDTH) -> list[str]:
    """Return a text as lines of at most `width` columns; words break only in scripts without spaces."""
    lines, line = [], indent
    for word in text.split():
        room = width - cells(line) - (1 if line.strip() else 0)
        if cells(word) > room and line.strip():
            lines.append(line)
            line, room = indent + hang, width - len(indent + hang)
        while cells(word) > room and east_asian_width(word[0]) in "WF":
            cut = next(n for n in range(len(word), 0, -1) if cells(word[:n]) <= room or n == 1)
            lines.append(line + word[:cut])
            word, line, room = word[cut:], indent + hang, width - len(indent + hang)
        line += (" " if line.strip() else "") + word
    return [*lines, line] if line.strip() else lines

