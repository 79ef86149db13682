"""A hand-over goes on: answers, words, delays, and who sees it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from parcours.access.failures import AccessDenied, NotWithinReach
from parcours.interventions.operations import NewIntervention, log_intervention
from parcours.people.failures import NoteRefused, UnknownWord
from parcours.people.operations import (
    read_path,
)
from parcours.record.models import (
    AuditLine,
    Referral,
    ReferralStep,
)
from parcours.referrals.accepting import accept
from parcours.referrals.answering import give, open_thread, refuse, say
from parcours.referrals.failures import (
    MoveImpossible,
    ReminderTooSoon,
)
from parcours.referrals.proposing import remind, reopen, withdraw
from parcours.referrals.reading import count_waiting, read_box, read_of_person


def everything(house, table):
    with house.territory.record.read() as session:
        return session.exec(select(table).order_by(table.id)).all()


def opened(house, worker, thread):
    return open_thread(house.workers[worker], thread=thread)


def test_an_answer_given_twice_is_refused_the_second_time(house):
    thread = house.propose(house.told_person())
    site = house.workers["site"]
    refuse(site, thread=thread, by="organisation", reason="no_room")

    with pytest.raises(NotWithinReach):
        accept(site, desk=house.desk, thread=thread)
    with pytest.raises(MoveImpossible):
        withdraw(house.workers["mission"], thread=thread)


def test_an_organisation_says_why_it_refuses(house):
    thread = house.propose(house.told_person())
    site = house.workers["site"]

    with pytest.raises(UnknownWord):
        refuse(site, thread=thread, by="organisation", reason="because")
    refuse(site, thread=thread, by="organisation", reason="no_room")

    last = opened(house, "mission", thread).steps[-2]
    assert (last.kind, last.note) == ("refused_by_organisation", "no_room")


def test_after_a_no_the_packet_is_closed_to_the_recipient_and_not_to_the_sender(house):
    thread = house.propose(house.told_person())
    refuse(house.workers["site"], thread=thread, by="young_person")

    assert opened(house, "site", thread).packet is None
    assert opened(house, "mission", thread).packet is not None


def test_a_refused_hand_over_is_proposed_again_with_its_history(house):
    thread = house.propose(house.told_person())
    refuse(house.workers["site"], thread=thread, by="organisation", reason="no_room")
    house.clock.move(days=40)

    reopen(house.workers["mission"], thread=thread, young_person="agreed")

    found = opened(house, "site", thread)
    assert [step.kind for step in found.steps] == [
        "proposed",
        "refused_by_organisation",
        "proposed",
        "seen",
    ]
    assert found.line.state == "seen"
    states = [(r.state, r.retired_because) for r in everything(house, Referral)]
    assert states == [
        ("proposed", "superseded"),
        ("refused", None),
        ("proposed", None),
    ]


def test_a_hand_over_taken_back_no_longer_counts(house):
    person = house.told_person()
    thread = house.propose(person)

    withdraw(house.workers["mission"], thread=thread)

    assert read_path(house.workers["mission"], person=person).referrals == ()
    assert opened(house, "site", thread).line.state == "withdrawn"


def test_no_news_is_shown_after_thirty_days_and_one_click_reminds(house):
    thread = house.propose(house.told_person())
    mission = house.workers["mission"]
    with pytest.raises(ReminderTooSoon):
        remind(mission, thread=thread)
    house.clock.move(days=30)

    assert count_waiting(mission).no_news == 1
    remind(mission, thread=thread)

    assert opened(house, "mission", thread).line.state == "no_news"
    assert "reminder" not in opened(house, "mission", thread).moves
    assert everything(house, Referral)[-1].state == "proposed"


def test_delays_are_told_to_both_sides_until_the_first_intervention(house):
    person = house.told_person()
    thread = house.propose(person)
    house.clock.move(days=3)
    opened(house, "site", thread)
    house.clock.move(days=4)
    site = house.workers["site"]
    accept(site, desk=house.desk, thread=thread)
    house.clock.move(days=10)
    new = NewIntervention("premier_accueil", site.today())
    log_intervention(site, person=person, new=new)

    for worker in ("site", "mission"):
        days = opened(house, worker, thread).line.days
        assert (days.seen, days.answered, days.first_intervention) == (3, 7, 17)


def test_what_a_recipient_does_under_anonymity_is_not_told_to_the_sender(house):
    person = house.told_person()
    thread = house.propose(person, recipient="prevention_specialisee")
    street = house.workers["street"]
    accept(street, desk=house.desk, thread=thread)
    new = NewIntervention("premier_accueil", street.today())
    log_intervention(street, person=person, new=new)

    assert opened(house, "street", thread).line.days.first_intervention == 0
    assert opened(house, "mission", thread).line.days.first_intervention is None


def test_both_sides_write_short_guarded_words(house):
    thread = house.propose(house.told_person(), note="préfère le matin")
    say(house.workers["site"], thread=thread, note="nous appelons jeudi")

    notes = [step.note for step in opened(house, "mission", thread).steps]

    assert notes[:2] == ["préfère le matin", "nous appelons jeudi"]
    with pytest.raises(NoteRefused):
        say(house.workers["site"], thread=thread, note="NIR 108057512345678")
    with pytest.raises(UnknownWord):
        say(house.workers["site"], thread=thread, note="  ")


def test_a_third_organisation_learns_nothing(house):
    thread = house.propose(house.told_person())
    school = house.workers["school"]

    for act in (
        lambda: open_thread(school, thread=thread),
        lambda: refuse(school, thread=thread, by="young_person"),
        lambda: accept(school, desk=house.desk, thread=thread),
        lambda: say(school, thread=thread, note="mot"),
        lambda: withdraw(school, thread=thread),
    ):
        with pytest.raises(NotWithinReach):
            act()
    assert read_box(school, desk=house.desk, box="received") == []
    assert count_waiting(school).to_answer == 0


def test_an_evaluator_is_refused_whatever_they_ask(house):
    thread = house.propose(house.told_person())
    evaluator = house.account("eva", "etude", role="evaluator")

    with pytest.raises(AccessDenied):
        open_thread(evaluator, thread=thread)
    with pytest.raises(AccessDenied):
        read_box(evaluator, desk=house.desk, box="received")


def test_where_there_is_a_coordinator_they_give_it_and_then_the_worker_sees_it(house):
    chief = house.account("chief", "chantiers", role="coordinator")
    house.account("other", "chantiers")
    thread = house.propose(house.told_person())
    with pytest.raises(NotWithinReach):
        opened(house, "site", thread)

    give(chief, thread=thread, colleague=house.workers["site"].principal.account_id)

    assert opened(house, "site", thread).packet
    with pytest.raises(NotWithinReach):
        opened(house, "other", thread)


def test_what_was_given_to_somebody_who_left_is_not_lost(house):
    asked = house.workers["site"].principal.account_id
    house.account("other", "chantiers")
    thread = house.propose(house.told_person(), colleague=asked)
    with pytest.raises(NotWithinReach):
        opened(house, "other", thread)

    house.disable("site")

    assert opened(house, "other", thread).packet


def test_a_colleague_of_another_organisation_is_not_asked(house):
    stranger = house.workers["school"].principal.account_id

    with pytest.raises(UnknownWord):
        house.propose(house.told_person(), colleague=stranger)


def test_a_caseload_grows_by_who_accepts(house):
    person = house.told_person()
    thread = house.propose(person)
    site = house.workers["site"]
    accept(site, desk=house.desk, thread=thread)

    lines = read_of_person(site, person=person)

    assert [line.person for line in lines] == [person]
    box = read_box(site, desk=house.desk, box="received")
    assert [line.initials for line in box] == ["M. V."]


def test_each_reading_is_in_the_audit_and_names_the_young_person_s_handle(house):
    thread = house.propose(house.told_person())
    opened(house, "site", thread)

    with house.territory.record.read() as session:
        lines = session.exec(
            select(AuditLine).where(AuditLine.operation == "referrals.open")
        ).all()
        kinds = session.exec(select(ReferralStep.kind)).all()

    assert [line.about is not None for line in lines] == [True]
    assert kinds == ["proposed", "seen"]


def test_another_day_may_not_be_typed_as_no_news(house):
    """The row says proposed until somebody answers: silence is counted, not typed."""
    thread = house.propose(house.told_person())
    house.clock.instant += timedelta(days=90)

    opened(house, "mission", thread)

    assert {row.state for row in everything(house, Referral)} == {"proposed"}
