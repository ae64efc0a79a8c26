"""What each {placeholder} of a text will hold, with an example: for the notes that translators read.

A table, not code: a name that is not in it is one of a project's own, and is said to be filled in.
"""

from __future__ import annotations

from typing import NamedTuple

from ..locales.fidelity import PLACEHOLDER


class Slot(NamedTuple):
    """What a placeholder holds, and an example of it; "" where a sentence reads without one."""

    holds: str
    example: str


# name | what it holds | example
TABLE = """
The.board | who governs the county, at the start of a sentence | The county board
The.executive | who heads the county’s administration, at the start of a sentence | The county executive
The.place | the kind of place, at the start of a sentence | The county
address | a web address | example.org/ice
agency | the name of an agency | Waukesha County Sheriff’s Office
amount | an amount of money | $85,000
answer | an answer that somebody gave | yes
approved | a number | 3
as_of | a day | May 18, 2026
asks | one or more demands, as a list | End the agreement
board | who governs the county | the county board
business | a kind of business, or a line to fill in | a bakery
a | a number | 135
b | a number | 1,600
call_closes | a day, hour and time zone | May 18, 2026, 5:00 p.m., Eastern time
campaign.title | the title of a campaign | Safe at home in Waukesha County
chair | the title of whoever chairs a board | chair of the county board
city | the name of a city | Waukesha
claim | a sentence on what a law says, without its full stop | State law requires an agreement
coalition | the name of a coalition | Neighbors of Waukesha
congregation | the name of a congregation, or a line to fill in | Saint Mary’s
contact | an e-mail address, a phone number or both | info@example.org
count | a number | 12
county | the name of a county | Waukesha County
dated_people_from | a day | May 18, 2026
dated_petition_long | a day | May 18, 2026
dated_pledge_answer | a day | May 18, 2026
date | a day | May 18, 2026
day | a day, or a blank where it is not known | May 18, 2026
day_to_fill | a short ruled line, on which a person writes a day | ________
done | a number | 140
facts | a day | May 18, 2026
facts.agreement.end_clause | a sentence of the agreement | either party may end it in writing
facts.agreement.first_year | a year | 2018
facts.agreement.public_vote | a day | May 18, 2026
facts.board.name | the name of the board | Board of Supervisors
facts.board.sign_up | how to sign up to speak | by e-mail to the clerk until noon
facts.detainers.handed_over | a number of people | 48
facts.detainers.held | a number of people | 31
facts.detainers.judge_warrants | a number | 2
facts.detainers.received | a number | 120
facts.detainers.traffic_charges | a number | 57
facts.detainers.year | a year | 2025
facts.jail.bookings | a number | 5,400
facts.jail.bookings_license | a number | 610
facts.languages.limited_english | a number of people | 12,300
facts.money.repaid | an amount of money | $20,000
facts.money.spent | an amount of money | $160,000
facts.money.year | a year | 2025
facts.records.sent | a day, or a line to fill in | May 18, 2026
finding | a finding of an ordinance, without its full stop | the jail received 120 requests in 2025
first | the first day or year of a span | 2018
last | the last day or year of a span | 2026
forbidding_named | the names of state laws, in brackets and with their notes |
punishing_named | the names of state laws, in brackets and with their notes |
reported_named_forbids_detainer_holds | the names of state laws, in brackets and with their notes |
reported_named_requires_detainers | the names of state laws, in brackets and with their notes |
government.board.official | an office with its article | the county board
government.jail.official | an office with its article | the sheriff
group | the name of a group | Neighbors of Waukesha
groups | a number of groups, with the word | 120 organizations
here.agreement_count | a number | 2
here.first_known | a day | May 18, 2018
here.first_signed | a day | May 18, 2018
here.list_date | the day of ICE’s list | May 18, 2026
here.others | a number | 3
here.others[0].agency | the name of an agency | Waukesha Police Department
high | a number | 300
how | whom to ask, and how | call 262-555-0100
in_words | a small number in words (one, two), or in digits from 10 on | two
jailer | who runs the jail | the sheriff
joint.letter.subject | the subject of a letter | End the agreements
joint.petition.return_to | where sheets are brought back to | the library
joint.petition.to | to whom a petition goes | the county board
joint.platform.points | a number | 12
joint.pledge.pledge.office | an office that people run for | sheriff
joint.press.advisory.languages | names of languages, as a list | English and Spanish
joint.press.advisory.visuals | what can be seen and filmed | people with letters at the steps of the court
joint.press.advisory.what | what happens, in a few words | delivery of 400 letters
joint.press.advisory.who | names, with what each does | Ana Ruiz, teacher
joint.signers.count | a number | 120
joint.signers.states | a number | 18
k | a number | 20
kind | a kind of state law, at the start of a heading | Agreements with ICE
law | a day | May 18, 2026
laws | names of laws, as a list | Act 1 and Act 2
law_named | the name and citation of the state’s records law | Public Records Law, Wis. Stat. 19.31
legend | a line of the key to a map | requires agreements
least | an amount of money | $14,000
letter | one letter of the alphabet | C
line_to_fill | a long ruled line, on which a person writes | ________________
list | a list of names | the state police
list_day | the day of ICE’s list, or a line to fill in | May 18, 2026
low | a number | 200
m | a number | 9
mark | letters and digits | 3f2a9c
member | a title by which a member of the board is addressed | supervisor
minutes | a number | 3
moment | a day and an hour | May 18, 2026, 10:00 a.m.
month | a month and its year | May 2026
most | an amount of money | $14 million
n | a number | 2
name | a person’s name, or a line to fill in | Ana Ruiz
name_blank | a ruled line for a name | ________
nation.agreements | a number | 1,600
number | a number, or a phone number | 12
numbers | numbers, as a list | 3 and 5
office | an office | the sheriff’s office
official | an office with its article | the sheriff
other | a second source | figures of the jail
our.place | the kind of place with “our”, within a sentence | our county
people | a number of people, or who they are | 80 people
pin | a page or section | sec. 2
pinpoint | a page or section | page 4
place | the name of a county, a city or an office | Harford County
place.counties_in_state | a number | 72
place.name | the name of the county | Waukesha County
place.state_name | the name of the state | Wisconsin
program | the name of a federal program | Secure Communities
publisher | who published a source; stays in its own language | The New York Times
records.answer.days | a number with the word for days | 10 business days
records.items | a number | 12
records.law.act | the name of the records law | Public Records Law
records.law.citation | where that law stands | Wis. Stat. 19.31
records.law.may_ask.pin | a section of that law | sec. 19.35
records.law.may_ask.quote | words quoted from that law, in English | any requester
records.since | a day | May 18, 2025
role | who a speaker is, or a line to fill in | a nurse
rule | what a rule of state law does | sheriffs must sign
rules | a number | 240
shows | what the words quoted show | who may ask
sign_by | a whole sentence with a deadline and a space after it, or nothing |
signers | names or numbers of signers | 120 organizations
some.day | a day some weeks ahead | June 30, 2026
source | the name of a source | ICE
sources | names of sources, as a list | the statute and its history
stage | how far a law is | signed
state | the name of a state | Wisconsin
state.agreements | a number | 14
state.counties_listed | a number | 12
states | names of states, as a list | Texas and Florida
sum | an addition in figures | 3 + 4 = 7
sure | how sure we are | read in the text of the law
the.board | who governs the county, within a sentence | the county board
the.jailer | who runs the jail, within a sentence | the sheriff
the.payer | who pays for it, within a sentence | the county
the.place | the kind of place with its article, within a sentence | the county
the.places | the kind of place in the plural | counties
title | the title of a chapter, with its quotation marks, or of a source | “Who decides”
today | a day | May 18, 2026
told_note_agreement_public_vote | a sentence on that vote, or nothing |
total | a number | 12
town | the name of a town, or a line to fill in | Waukesha
universe | whom a count covers | counties of Wisconsin
value | a number | 400
what | what is to be done | Write to the board
when | when it was, such as “on May 18, 2026” | on May 18, 2026
where | where something is to be found | the clerk’s office
who | people or an office | the county board
whole | a number | 200
words | words quoted, or a number of words | 40 words
work | a source, as it was printed so far | ICE, list of agreements
zone | a time zone | Eastern time
"""
SLOTS = {name: Slot(holds, example) for name, holds, example in (
    map(str.strip, line.split("|")) for line in TABLE.strip("\n").split("\n"))}
BEGINNINGS = {
    "cite": Slot("the call of a footnote; it stays right behind the full stop of its claim", ""),
    "facts.": Slot("an answer about the county, from its file", ""),
    "chapter_ref": Slot("the title of a chapter, with its quotation marks and a link", "“Who decides”"),
}


def slot(name: str) -> Slot:
    """Return what a placeholder holds, by its name without braces."""
    found = SLOTS.get(name) or next((s for start, s in BEGINNINGS.items() if name.startswith(start)), None)
    return found or Slot("is filled in when the page is made", "")


def explained(english: str) -> tuple[str, ...]:
    """Return notes on a text: a line for each kind of placeholder, and the text with examples filled in."""
    names = dict.fromkeys(found[1:-1] for found in PLACEHOLDER.findall(english))
    calls = [name for name in names if name.startswith("cite")]
    told = [f"{{{name}}}: {slot(name).holds}{_such(slot(name).example)}"
            for name in names if name not in calls]
    told += [f"{{cite...}}: {BEGINNINGS['cite'].holds}"] if calls else []
    if not told or not any(slot(name).example for name in names):
        return tuple(told)
    return (*told, f"In print, for example: {_filled(english)}")


def _such(example: str) -> str:
    return f"; for example: {example}" if example else ""


def _filled(english: str) -> str:
    """Return a text with an example in the place of each placeholder, without marks of bold and italics."""
    text = PLACEHOLDER.sub(lambda found: slot(found[0][1:-1]).example, english)
    return text.replace("*", "").replace("  ", " ")
