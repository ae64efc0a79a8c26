"""Which stories may print, and in which files of earlier builds a withdrawn story stands.

A story prints only under a consent for the day, language, edition, document and medium. A consent that was
withdrawn ends with the next build, for editions of the past too: what counts is the day of the build, not the
day of the edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..model.people import Consent, ConsentFile, HeldStory, PrintedIn, PrintedStory, Story
from ..problems import Problem, Severity

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
    "CONS005": ("the consent for the story {id!r} does not cover this edition, document or medium.",
                "Ask the person, or leave it so."),
    "CONS006": ("the consent for the story {id!r} begins later{since}.", "Correct given_on, or wait."),
    "CONS007": ("the story {id!r} was told after the day of this edition.", "Use it in later editions only."),
}


@dataclass(frozen=True)
class StoryUse:
    """Where a story would print: day of the edition, day of the build, language, document and medium."""

    as_of: date
    today: date
    language: str
    edition: str = "public"
    document: str = ""
    scope: str = "print"


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


def _covers_language(consent: Consent, language: str) -> bool:
    """Return whether a consent covers a language; "es" covers es-US, "zh-Hans" does not cover zh-Hant."""
    wanted = language.replace("_", "-").lower()
    agreed = [tag.replace("_", "-").lower() for tag in consent.languages]
    return "all" in agreed or any(wanted == tag or wanted.startswith(f"{tag}-") for tag in agreed)


def _covers_place(consent: Consent, use: StoryUse) -> bool:
    return (
        use.edition in consent.editions
        and use.scope in consent.scope
        and (not consent.documents or use.document in consent.documents)
    )


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


def withdrawn(file: ConsentFile, today: date) -> tuple[str, ...]:
    """Return the ids of stories that may not be handed out any more: withdrawn, or past their consent."""
    over = {key for key, consent in file.consents.items() if consent.withdrawn_on or consent.expires <= today}
    return tuple(key for key, story in file.stories.items() if story.consent in over or story.consent not in
                 file.consents)


def where_printed(stories: Iterable[str], manifests: Mapping[str, object]) -> tuple[PrintedIn, ...]:
    """Return the files of earlier builds that carry a story. `manifests` maps a name to a manifest's data.

    A manifest lists its files under "files"; each has "path" and, under "stories", the ids it carries.
    Anything else in it is passed over: a manifest comes from a folder that anybody could have changed.
    """
    wanted = set(stories)
    found = [
        PrintedIn(story=story, file=_word(entry, "path"), manifest=name, **{
            key: _word(entry, key) or _word(manifest, key)
            for key in ("document", "language", "as_of", "sha256")
        })
        for name, manifest in manifests.items() if isinstance(manifest, Mapping)
        for entry in entries(manifest)
        for story in listed(entry.get("stories"))
        if isinstance(story, str) and story in wanted
    ]
    return tuple(sorted(found, key=lambda p: (p.story, p.manifest, p.file)))


def entries(manifest: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Return what a manifest says of each file; each entry has its "path"."""
    files = manifest.get("files")
    if isinstance(files, Mapping):
        files = [{"path": path, **entry} for path, entry in files.items() if isinstance(entry, Mapping)]
    return [entry for entry in listed(files) if isinstance(entry, Mapping)]


def listed(value: object) -> list[object]:
    """Return the value if it is a list, else an empty list."""
    return value if isinstance(value, list) else []


def _word(entry: Mapping[str, object], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""
