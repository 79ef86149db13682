"""What a worker is told to do, read from the record, and put off."""

from datetime import timedelta

import pytest
from sqlmodel import select

from parcours.access.failures import NotWithinReach
from parcours.caseload.operations import read_caseload
from parcours.interventions.operations import (
    NewIntervention,
    log_contact,
    log_intervention,
)
from parcours.people.failures import UnknownWord
from parcours.people.follow_up import close_follow_up, reopen_follow_up
from parcours.people.operations import NewSituation, update_situation
from parcours.people.situations import answer_situation
from parcours.record.models import (
    AuditLine,
    FollowUp,
    Organisation,
    Person,
    Referral,
    Snooze,
    SourceSubject,
)
from parcours.reminders.failures import SnoozeImpossible
from parcours.reminders.operations import read_week, snooze, wake
from parcours.reminders.weekly import week_of
from tests.unit.parcours.people.conftest import NOW, TODAY


def codes(house, context):
    view = read_week(context, desk=house.territory.desk)
    return [one.rule.code for one in view.reminders]


def due_days(house, context):
    view = read_week(context, desk=house.territory.desk)
    return {one.rule.code: (one.due.on - TODAY).days for one in view.reminders}


def propose_relay(house, context, worker="school"):
    with house.territory.record.write() as session:
        subject = session.exec(select(SourceSubject)).first()
        other = session.exec(
            select(Organisation).where(Organisation.code == "mission_locale")
        ).one()
        session.add(
            Referral(
                recipient_id=other.id,
                starts_on=TODAY,
                organisation_id=context.principal.organisation_id,
                subject_id=subject.id,
                known_on=TODAY,
                recorded_at=NOW,
                recorded_on=TODAY,
            )
        )


def test_an_empty_caseload_asks_for_nothing(house):
    view = read_week(house.workers["school"], desk=house.territory.desk)

    assert (view.reminders, view.n_followed) == ((), 0)


def test_a_colleagues_young_people_are_not_in_my_week(house, followed):
    followed("mission")

    assert codes(house, house.workers["school"]) == []


def test_a_contact_starts_the_four_months_again(house, followed, later):
    person = followed()
    march = later(days=120)
    assert "no_contact" in codes(house, march)

    log_contact(march, person=person, on=march.today(), result="rdv_pris")

    assert "no_contact" not in codes(house, march)


def test_an_attempt_without_answer_is_no_contact(house, followed, later):
    person = followed()
    march = later(days=120)

    log_contact(march, person=person, on=march.today(), result="sans_reponse")

    assert "no_contact" in codes(house, march)


def test_a_planned_intervention_is_no_contact(house, followed, later):
    person = followed()
    march = later(days=120)

    log_intervention(
        march,
        person=person,
        new=NewIntervention("premier_accueil", march.today(), state="planned"),
    )

    assert "no_contact" in codes(house, march)


def test_a_step_is_due_until_the_young_person_is_met(house, followed, later):
    person = followed()
    step_on = TODAY + timedelta(days=5)
    log_intervention(
        house.workers["school"],
        person=person,
        new=NewIntervention(
            "premier_accueil", TODAY, next_step="visite", next_step_on=step_on
        ),
    )
    assert due_days(house, house.workers["school"])["step_due"] == 5
    after = later(days=6)

    log_contact(after, person=person, on=after.today(), result="rdv_pris")

    assert "step_due" not in codes(house, after)


def test_a_relay_without_answer_names_the_structure_asked(house, followed, later):
    followed()
    propose_relay(house, house.workers["school"])
    december = later(days=30)

    view = read_week(december, desk=house.territory.desk)

    due = {one.rule.code: one.due for one in view.reminders}["handover_without_answer"]
    assert due.since == TODAY
    assert due.what


def test_a_job_that_nobody_confirmed_is_to_be_verified(house, followed, later):
    person = followed()
    update_situation(
        house.workers["school"],
        person=person,
        new=NewSituation("recherche_emploi", TODAY),
    )
    soon = later(days=170)
    assert "situation_to_verify" in codes(house, soon)

    answer_situation(soon, person=person, situation="recherche_emploi", answer="still")

    assert "situation_to_verify" not in codes(house, soon)


@pytest.mark.parametrize("answer", ["ended", "unknown"])
def test_who_is_said_to_be_unknown_is_asked_again_three_months_later(
    house, followed, later, answer
):
    person = followed()
    update_situation(
        house.workers["school"],
        person=person,
        new=NewSituation("recherche_emploi", TODAY),
    )
    soon = later(days=170)
    answer_situation(soon, person=person, situation="recherche_emploi", answer=answer)

    assert not {"situation_to_verify", "situation_unknown"} & set(codes(house, soon))
    assert "situation_unknown" in codes(house, later(days=170 + 93))


def test_after_a_death_nothing_is_asked(house, followed, later):
    followed()
    birthday = later(days=162)  # eighteen in May 2026
    assert {"age_18", "no_contact"} <= set(codes(house, birthday))
    with house.territory.record.write() as session:
        subject = session.exec(select(SourceSubject)).one()
        session.add(
            FollowUp(
                status="deces",
                starts_on=TODAY,
                organisation_id=subject.organisation_id,
                subject_id=subject.id,
                known_on=TODAY,
                recorded_at=NOW,
                recorded_on=TODAY,
            )
        )

    assert codes(house, birthday) == []


def test_who_was_lost_and_is_reached_again_is_followed_again(house, followed, later):
    person = followed()
    with house.territory.record.write() as session:
        subject = session.exec(select(SourceSubject)).one()
        session.add(
            FollowUp(
                status="perdu_de_vue",
                starts_on=TODAY,
                organisation_id=subject.organisation_id,
                subject_id=subject.id,
                known_on=TODAY,
                recorded_at=NOW,
                recorded_on=TODAY,
            )
        )
    mine = later(days=20)
    assert codes(house, mine) == []

    log_contact(mine, person=person, on=mine.today(), result="rdv_pris")

    assert codes(house, mine) == ["not_informed"]


def test_a_closed_accompaniment_leaves_the_week_and_comes_back_reopened(
    house, followed, later
):
    person, mine = followed(), later(days=16)

    close_follow_up(mine, person=person, status="clos_objectif", on=mine.today())
    assert read_caseload(mine, desk=house.territory.desk) == []
    assert codes(house, mine) == []

    reopen_follow_up(mine, person=person)
    assert codes(house, mine) == ["not_informed"]


def test_a_reminder_put_off_comes_back_on_its_day(house, followed, later):
    person, mine = followed(), later(days=16)
    week = mine.today() + timedelta(days=7)

    snooze(mine, person=person, key="not_informed", until=week)

    assert codes(house, mine) == []
    view = read_week(mine, desk=house.territory.desk)
    assert [(one.rule.code, until) for one, until in view.put_off] == [
        ("not_informed", week)
    ]
    assert codes(house, later(days=22)) == []
    assert codes(house, later(days=23)) == ["not_informed"]


def test_a_reminder_put_off_may_be_brought_back(house, followed, later):
    person, mine = followed(), later(days=16)
    until = mine.today() + timedelta(days=7)
    snooze(mine, person=person, key="not_informed", until=until)

    wake(mine, person=person, key="not_informed")

    assert codes(house, mine) == ["not_informed"]


def test_putting_off_twice_keeps_the_last_day(house, followed):
    person, mine = followed(), house.workers["school"]
    for days in (7, 30):
        until = TODAY + timedelta(days=days)
        snooze(mine, person=person, key="not_informed", until=until)

    with house.territory.record.read() as session:
        assert session.exec(select(Snooze.until)).all() == [TODAY + timedelta(days=30)]


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_reminder_is_not_put_off_to_a_day_past_or_too_far(house, followed, days):
    with pytest.raises(SnoozeImpossible):
        snooze(
            house.workers["school"],
            person=followed(),
            key="not_informed",
            until=TODAY + timedelta(days=days),
        )


def test_only_a_rule_may_be_put_off(house, followed):
    with pytest.raises(UnknownWord):
        snooze(
            house.workers["school"],
            person=followed(),
            key="anything",
            until=TODAY + timedelta(days=7),
        )


def test_a_reminder_about_somebody_elses_young_person_is_not_put_off(house, followed):
    with pytest.raises(NotWithinReach):
        snooze(
            house.workers["school"],
            person=followed("mission"),
            key="not_informed",
            until=TODAY + timedelta(days=7),
        )


def test_the_audit_names_those_whose_initials_were_shown(house, followed):
    followed()

    read_week(house.workers["school"], desk=house.territory.desk)

    with house.territory.record.read() as session:
        lines = session.exec(select(AuditLine).order_by(AuditLine.seq)).all()
    mine = [line for line in lines if line.operation == "reminders.read"]
    assert [line.n_results for line in mine] == [None, 1]


def test_the_number_of_queries_does_not_grow_with_the_young_people(house, followed):
    def queries():
        from sqlalchemy import event

        context, seen = house.workers["school"], []
        with house.territory.record.read() as session:
            persons = list(session.exec(select(Person)).all())
            bind = session.get_bind()
            count = lambda *found: seen.append(found[2])  # noqa: E731
            event.listen(bind, "before_cursor_execute", count)
            week_of(context, session, persons)
            event.remove(bind, "before_cursor_execute", count)
        return len(seen)

    followed()
    for_one = queries()
    for number in range(5):
        followed(birth_name=f"Zorglub{'abcde'[number]}", code=f"Z{number}")

    assert queries() == for_one
