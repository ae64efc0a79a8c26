"""The few English phrases of the program itself that pages print, for translators.

Everything else a page says stands in templates/ and toolkits/. Extraction reads PHRASES and CALLS.
"""

from __future__ import annotations

from typing import NamedTuple

# What templates call to translate: how many texts it takes, and the context of its messages in the catalog.
CALLS = {"_": (1, "part"), "_n": (2, "part"), "_c": (1, "critical")}


class Wording(NamedTuple):
    """An English phrase: its context in the catalog, and what a translator should know."""

    context: str
    text: str
    comment: str = ""


NOTE = "note"
TITLED = Wording(NOTE, "{publisher}, {title}", "A source in a footnote; both stay in their own language")
DATED = Wording(NOTE, "{work}, {date}", "A source and the date of its text")
PINNED = Wording(NOTE, "{work}, {pinpoint}", "A source and the page or paragraph in it")
SENTENCE = Wording(NOTE, "{work}.", "The end of a source; change only the full stop")
AS_OF = Wording(NOTE, "As of {date}.", "The day on which the number was true")
READ = Wording(NOTE, "Read on {date}.", "The day on which we read the source")
SECONDHAND = Wording(NOTE, "Seen secondhand; the text itself has not been read.")
COPY = Wording(NOTE, "Read in a copy.", "The text was read at another place than the official one")
REPORTED = Wording(NOTE, "Reported, not confirmed.")
STALE = Wording(NOTE, "This was so on {date} and may have changed.",
                "After a mark: the number may be out of date")
CALLED = Wording(NOTE, "{office}, by telephone", "A source that is a call with an office")
TOLD = Wording(NOTE, "Told on {date} by {who}; there is no record to look up.", "Of a call with an office")
AS_SEEN = Wording(NOTE, "{group}, as seen", "A source that is what people of a group saw")
WITNESSED = Wording(NOTE, "Seen on {date} by {who}; there is no record to look up.", "Of what people saw")
ABOUT = Wording("fact", "about {value}", "A number that is known roughly: about 400")
BETWEEN = Wording("fact", "between {low} and {high}", "A number that is known roughly: between 300 and 400")
YES = Wording("word", "yes")
NO = Wording("word", "no")
PHRASES = (TITLED, DATED, PINNED, SENTENCE, AS_OF, READ, SECONDHAND, COPY, REPORTED, STALE, CALLED, TOLD,
           AS_SEEN, WITNESSED, ABOUT, BETWEEN, YES, NO)
