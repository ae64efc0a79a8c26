"""What messages and answers presuppose in real places, on real days, and what they name as their source."""

from pathlib import Path

import pytest

from build_toolkit import load
from build_toolkit.legal.conditions import situation_of
from build_toolkit.model import ResolvedCampaign


def said(folder: Path, place: str, day: str = "2026-11-30") -> ResolvedCampaign:
    file = folder / "campaign.yaml"
    file.write_text(f"place: {place}\npolicies: [287g, detainers]\ndocuments: [talking-points]\nlanguages: [en]\n"
                    f"title: A test\nas_of: {day}\n")
    return load(file)


PLACES = [
    # before the first list nothing is known of agreements: Gaston's sheriff had one that day
    ("us/nc/gaston", "2017-03-01", {"not-known", "papers"}, {"none-matched", "ask-before", "one-signature"}),
    # an order of the attorney general is no statute
    ("us/nj/essex", "2026-11-30", {"order-closed-it"}, {"state-closed-it"}),
    # the attorney general has written that holds are forbidden, and that only a board may sign
    ("us/mn/dakota", "2026-11-30", {"opinion"}, set()),
    # a ruling and no statute
    ("us/ma/bristol", "2026-11-30", {"courts-forbid-holds"}, {"state-forbids-holds"}),
    # a law on terms that is known from reports
    ("us/va/loudoun", "2026-11-30", {"limits-unread"}, set()),
    ("us/la/jefferson", "2026-11-30", {"none-matched-ask"}, {"none-matched"}),
]


@pytest.mark.parametrize(("place", "day", "there", "lacking"), PLACES)
def test_messages_say_what_is_known_that_day_and_what_kind_of_law_it_is(
    tmp_path: Path, place: str, day: str, there: set[str], lacking: set[str],
) -> None:
    messages = {message.id for policy in said(tmp_path, place, day).policies for message in policy.messages}
    assert there <= messages and not lacking & messages


def test_a_penalty_is_a_reason_for_other_words_and_not_their_source(tmp_path: Path) -> None:
    campaign = said(tmp_path, "us/la/jefferson")
    message = next(one for one in campaign.policies[0].messages if one.id == "none-matched-ask")
    assert campaign.law.punishes and not situation_of(campaign).behind(message.when.law)


def test_where_a_law_reaches_everyone_no_answer_says_that_it_binds_officials_only(tmp_path: Path) -> None:
    answers = {one.id: str(one.answer) for policy in said(tmp_path, "us/la/jefferson").policies
               for one in policy.objections}
    assert "may-not-ask-all" in answers and "everyone-bound" in answers
    assert not {"may-not-ask", "officials-bound"} & {*answers}
    assert not [text for text in answers.values() if "bind officials" in text]


def test_a_jail_with_patrol_officers_too_is_not_promised_that_nobody_asks(tmp_path: Path) -> None:
    both, alone = said(tmp_path, "us/fl/polk"), said(tmp_path, "us/va/loudoun")
    assert {"wso", "tfm"} <= {*both.here.models} and "jail-wso" not in both.rights
    assert {*alone.here.models} == {"wso"} and "jail-wso" in alone.rights
