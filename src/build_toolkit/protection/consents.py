"""Which stories may print, and in which files of earlier builds a withdrawn story stands.

A story prints only under a consent for the day, language, edition, document, and for what is made: a file's
scope follows from its form and from what its document is made for. A consent that was withdrawn ends with the
next build, for editions of the past too: what counts is the day of the build, not the day of the edition.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..model.people import (
    Consent,
    ConsentFile,
    ConsentScope,
    HandedOut,
    HeldStory,
    PrintedIn,
    PrintedStory,
    Story,
)
from ..problems import Problem, Severity

# What a person may agree to -> what is made under it.
SCOPES: Mapping[ConsentScope, str] = {
    ConsentScope.PRINT: "On paper: PDF files, and Word files to edit and print.",
    ConsentScope.WEB: "On the web: pages in HTML, pictures of pages; plain text too.",
    ConsentScope.EMAIL: "In an e-mail or a message: plain text.",
    ConsentScope.PRESS: "To newsrooms: the press kit.",
    ConsentScope.SLIDES: "On the wall of a meeting: slides, with their pictures and notes.",
    ConsentScope.POSTS: "On social networks: posts and their pictures.",
    ConsentScope.HEARING: "Spoken or handed in at a hearing: public comment.",
}
# The form of a file -> scopes, one of which a story in it needs, unless its document has a scope of its own.
FORM_SCOPES: Mapping[str, tuple[ConsentScope, ...]] = {
    "pdf": (ConsentScope.PRINT,), "docx": (ConsentScope.PRINT,), "pptx": (ConsentScope.SLIDES,),
    "txt": (ConsentScope.EMAIL, ConsentScope.WEB),
    **dict.fromkeys(("html", "png", "ics", "csv", "json"), (ConsentScope.WEB,)),
}
INITIALS = re.compile(r"(?:\w\.?[ -]?){1,4}")
# code -> (what, fix); the story's id and the day are put in
HELD = {
    "CONS001": ("the story {id!r} names the consent {consent!r}, which is not there.",
                "Add it to consents.yaml."),
    "CONS002": ("the consent for the story {id!r} was withdrawn{since}; the story is left out.",
                "Delete the story, and see where it was printed before."),
    "CONS003": ("the consent for the story {id!r} expired{since}; the story is left out.",
                "Ask the person again and write down the new consent."),
    "CONS004": ("the consent for the story {id!r} does not cover this language; it is left out there.",
                "Ask the person, or leave it so."),
    "CONS005": ("the consent for the story {id!r} does not cover this edition, document or form.",
                "Ask the person, or leave it so."),
    "CONS006": ("the consent for the story {id!r} begins later{since}.", "Correct given_on, or wait."),
    "CONS007": ("the story {id!r} was told after the day of this edition.", "Use it in later editions only."),
}
# The same codes, and that of a story which is gone -> why a printed file is called back.
WHY = {
    "CONS001": "its consent is gone from the file", "CONS002": "its consent was withdrawn",
    "CONS003": "its consent is over", "CONS004": "its consent does not cover that language",
    "CONS005": "its consent does not cover that edition, document or form",
    "CONS006": "its consent begins later", "CONS007": "it was told after that day",
    "CONS011": "it is gone from consents.yaml",
    "CONS013": "its words are others now",
}


@dataclass(frozen=True)
class StoryUse:
    """Where a story would print: day of the edition, day of the build, language, document and form.

    `made_for` is the scope of a document that has one of its own, such as a press kit.
    """

    as_of: date
    today: date
    language: str
    edition: str = "public"
    document: str = ""
    form: str = "pdf"
    made_for: ConsentScope | None = None


def stories_for(file: ConsentFile, use: StoryUse) -> tuple[tuple[PrintedStory, ...], tuple[HeldStory, ...]]:
    """Return the stories that may print in one use, and those that may not with the reason."""
    may, held = [], []
    for key, story in file.stories.items():
        consent = file.consents.get(story.consent)
        code, since = _refused(story, consent, use)
        if consent is None or code:
            held.append(HeldStory(id=key, consent=story.consent, code=code, since=since))
        else:
            may.append(PrintedStory(id=key, who=consent.who, who_is=consent.who_is, kind=story.kind,
                                    text=story.text, role=story.role))
    return tuple(may), tuple(held)


def _refused(story: Story, consent: Consent | None, use: StoryUse) -> tuple[str, date | None]:
    if consent is None:
        return "CONS001", None
    tests: tuple[tuple[str, bool, date | None], ...] = (
        ("CONS002", consent.withdrawn_on is not None, consent.withdrawn_on),
        ("CONS003", consent.expires <= use.today, consent.expires),
        ("CONS006", consent.given_on > use.today, consent.given_on),
        ("CONS004", not _covers_language(consent, use.language), None),
        ("CONS005", not _covers_place(consent, use), None),
        ("CONS007", story.told_on > use.as_of, story.told_on),
    )
    return next(((code, since) for code, true, since in tests if true), ("", None))


def withdrawn(file: ConsentFile, today: date) -> list[str]:
    """Return the stories that may stand nowhere any more and of which copies may still be out."""
    over = {key for key, consent in file.consents.items() if consent.withdrawn_on or consent.expires <= today}
    return [key for key, story in file.stories.items()
            if key not in file.called_back and (story.consent in over or story.consent not in file.consents)]


def not_withdrawn(file: ConsentFile) -> dict[str, Story]:
    """Return the stories whose words translators may have."""
    over = {key for key, consent in file.consents.items() if consent.withdrawn_on}
    return {key: story for key, story in file.stories.items() if story.consent not in over}


def _covers_language(consent: Consent, language: str) -> bool:
    """Return whether a consent covers a language, or all of several: "es+en".

    "es" covers es-US, "zh-Hans" does not cover zh-Hant.
    """
    agreed = [tag.replace("_", "-").lower() for tag in consent.languages]
    spoken = [tag.strip() for tag in language.replace("_", "-").lower().replace(",", "+").split("+")]
    return "all" in agreed or all(
        any(tag == one or tag.startswith(f"{one}-") for one in agreed) for tag in spoken)


def _covers_place(consent: Consent, use: StoryUse) -> bool:
    return (
        use.edition in consent.editions
        and covers_form(consent.scope, use.form, use.made_for)
        and (not consent.documents or use.document in consent.documents)
    )


def covers_form(agreed: Collection[ConsentScope], form: str, made_for: ConsentScope | None = None) -> bool:
    """Return whether what a person agreed to covers a form of a document.

    A document made for the press, say, asks for that in place of paper or e-mail. As a page for the web it
    asks for the web too, where it can be copied for ever. A form that is not known is covered by nothing.
    """
    needed = (made_for,) if made_for else FORM_SCOPES.get(form, ())
    return any(one in agreed for one in needed) and (form != "html" or ConsentScope.WEB in agreed)


def problems_of(held: Iterable[HeldStory], file: str) -> list[Problem]:
    """Return one problem a story that was left out; only an unknown consent is an error."""
    found = []
    for story in held:
        what, fix = HELD[story.code]
        since = f" on {story.since.isoformat()}" if story.since else ""
        severity = Severity.ERROR if story.code == "CONS001" else Severity.WARNING
        text = what.format(id=story.id, consent=story.consent, since=since)
        found.append(Problem(file, 0, 0, story.code, text, fix, severity))
    return found


def check(consents: ConsentFile, file: str, today: date) -> list[Problem]:
    """Return what is wrong with a consent file itself: names instead of initials, and impossible days."""
    found = []
    for key, consent in consents.consents.items():
        if consent.who_is == "initials" and not INITIALS.fullmatch(consent.who.strip()):
            found.append(Problem(file, 0, 0, "CONS008",
                                 f"the consent {key!r} says initials but holds more than that.",
                                 "Write initials such as M. R., or say who_is: pseudonym."))
        if consent.expires <= consent.given_on or consent.given_on > today:
            found.append(Problem(file, 0, 0, "CONS009", f"the days of the consent {key!r} cannot be right.",
                                 "given_on is today or earlier, expires is later than given_on."))
    return found


def words_of(file: ConsentFile, story: str, translated: Sequence[str] = ()) -> str:
    """Return a checksum of all that a story prints, in every language, or "" if it cannot be printed.

    `translated` is how the catalogs say it in the language of a file; where they do, that has a checksum of
    its own behind the first.
    """
    told = file.stories.get(story)
    consent = file.consents.get(told.consent) if told else None
    if told is None or consent is None:
        return ""
    said = [[str(text), dict(text.others)] for text in (told.text, told.role) if text is not None]
    parts = ([consent.who, consent.who_is, told.kind, said], *([list(translated)] if translated else []))
    return ".".join(hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()[:16]
                    for part in parts)


def _same(printed: str, now: str) -> bool:
    """Return whether words are the same; those printed before there was a translation say nothing of it."""
    return bool(printed) and printed in (now, now.partition(".")[0])


def recalled(
    file: ConsentFile | None, rows: Iterable[Mapping[str, object]], today: date,
    made_for: Callable[[str], ConsentScope | None], said: Callable[[str, str], str],
) -> tuple[PrintedIn, ...]:
    """Return the files of all builds that carry a story which may not stand there today.

    Those of which all copies are back, or which were built anew with other words of the story, are settled;
    they may still lie where they were built.

    Args:
        file: what people agreed to; None where there is no such file (any more).
        rows: the files that carry stories, as `printed_files` has them.
        today: the day on which it has to be allowed.
        made_for: the scope of a document that has one of its own, by its id.
        said: `words_of` a story in a language, as they are now.
    """
    known, rows = file or ConsentFile(), list(rows)
    anew = set(_as_told_now(rows, said))
    found = []
    for row in rows:
        document, language = _word(row, "document"), _word(row, "language")
        use = StoryUse(
            as_of=_day(_word(row, "as_of")) or today, today=today, language=language, document=document,
            edition=_word(row, "edition") or "public", made_for=made_for(document),
            form=_word(row, "format") or _word(row, "path").rsplit(".", 1)[-1])
        for key in (key for key in listed(row.get("stories")) if isinstance(key, str)):
            words = _words(row).get(key, "")
            why = _why(known, key, use) or ("" if _same(words, said(key, language)) else "CONS013")
            old = why == "CONS013" and (not words or (_word(row, "path"), key) in anew)
            if why:
                found.append(PrintedIn(
                    story=key, file=_word(row, "path"), document=document, language=language,
                    as_of=_word(row, "as_of"), built=_word(row, "built"), sha256=_word(row, "sha256"),
                    why=why, copies=tuple(_copies(known, document, language)),
                    settled=old or _settled(known, key, row)))
    return tuple(sorted(found, key=lambda one: (one.story, one.file, one.sha256)))


def _as_told_now(
    rows: Iterable[Mapping[str, object]], said: Callable[[str, str], str],
) -> Iterator[tuple[str, str]]:
    """Yield path and story of each file that was built with the words which the story has now."""
    for row in rows:
        yield from ((_word(row, "path"), key) for key, words in _words(row).items()
                    if words == said(key, _word(row, "language")))


def _why(file: ConsentFile, key: str, use: StoryUse) -> str:
    """Return the code of why a story may not stand in a place, whatever its words, or ""."""
    story = file.stories.get(key)
    return _refused(story, file.consents.get(story.consent), use)[0] if story else "CONS011"


def _settled(file: ConsentFile, story: str, row: Mapping[str, object]) -> bool:
    """Return whether somebody confirmed that the copies of a file were called back after it was built."""
    back, built = file.called_back.get(story), _day(_word(row, "built"))
    return back is not None and (built is None or built <= back)


def _copies(file: ConsentFile, document: str, language: str) -> Iterator[HandedOut]:
    spoken = {tag.strip() for tag in language.replace(",", "+").split("+")}
    yield from (one for one in file.handed_out
                if one.document == document and (not one.language or one.language in spoken))


def printed_files(*manifests: Mapping[str, object] | None) -> list[dict[str, object]]:
    """Return every file that was ever built with stories in it, by a folder's manifests, oldest first.

    A manifest tells of its own files, of those of earlier builds that still stand there and of copies that
    people changed, and under "stories_printed" of files that are gone. Anything else in it is passed over: it
    comes from a folder that anybody could have changed.
    """
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for manifest in manifests:
        earlier = [row for row in listed((manifest or {}).get("stories_printed")) if isinstance(row, Mapping)]
        for row in (*earlier, *(_with_stories(manifest) if manifest else ())):
            kept = rows.setdefault((_word(row, "path"), _word(row, "sha256")), dict(row))
            kept["built"] = max(_word(kept, "built"), _word(row, "built"))
            if words := _words(row):
                kept["words"] = words
    return list(rows.values())


def _with_stories(manifest: Mapping[str, object]) -> Iterator[dict[str, object]]:
    keys = ("path", "document", "language", "format", "sha256", "as_of", "edition", "built")
    for entry in _entries(manifest):
        if told := listed(entry.get("stories")):
            row: dict[str, object] = {key: _word(entry, key) or _word(manifest, key) for key in keys}
            yield {**row, "stories": told, **({"words": words} if (words := _words(entry)) else {})}


def _entries(manifest: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """Yield what a manifest says of each file; each entry has its "path"."""
    for key in ("files", "earlier", "edited"):
        files = manifest.get(key)
        if isinstance(files, Mapping):
            files = [{"path": path, **entry} for path, entry in files.items() if isinstance(entry, Mapping)]
        yield from (entry for entry in listed(files) if isinstance(entry, Mapping))


def listed(value: object) -> list[object]:
    """Return the value if it is a list, else an empty list."""
    return value if isinstance(value, list) else []


def _word(entry: Mapping[str, object], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def _words(entry: Mapping[str, object]) -> dict[str, str]:
    """Return the checksum of each story's words in a file, by the story."""
    said = entry.get("words")
    return {key: words for key, words in said.items() if isinstance(key, str) and isinstance(words, str)} \
        if isinstance(said, Mapping) else {}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
