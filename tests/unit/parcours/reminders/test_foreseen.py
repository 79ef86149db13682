"""What is to come is foreseen, then asked for a fortnight before, then late."""

from sqlmodel import select

from parcours.record.models import FollowUp, SourceSubject
from parcours.reminders.operations import read_week
from tests.unit.parcours.people.conftest import NOW, TODAY


def codes(house, context):
    view = read_week(context, desk=house.territory.desk)
    return [one.rule.code for one in view.reminders]


def move_away(house):
    with house.territory.record.write() as session:
        for subject in session.exec(select(SourceSubject)).all():
            session.add(
                FollowUp(
                    status="demenage",
                    starts_on=TODAY,
                    organisation_id=subject.organisation_id,
                    subject_id=subject.id,
                    known_on=TODAY,
                    recorded_at=NOW,
                    recorded_on=TODAY,
                )
            )


def test_who_was_just_taken_on_is_foreseen_to_be_informed_and_counted_nowhere(
    house, followed
):
    person = followed()

    view = read_week(house.workers["school"], desk=house.territory.desk)

    assert view.reminders == ()
    assert [(one.person, one.rule.code) for one in view.foreseen] == [
        (person, "not_informed")
    ]
    assert view.cards[person].initials == "M. V."


def test_a_fortnight_before_it_is_due_the_information_is_asked_for(
    house, followed, later
):
    person = followed()  # on 22 November: due on 22 December

    assert codes(house, later(days=15)) == []
    view = read_week(later(days=16), desk=house.territory.desk)
    assert [(one.person, one.rule.code) for one in view.reminders] == [
        (person, "not_informed")
    ]
    assert view.foreseen == ()
    assert [one.is_late(today=TODAY) for one in view.reminders] == [False]


def test_it_is_late_the_day_after_it_was_due(house, followed, later):
    followed()

    def late(days):
        mine = later(days=days)
        view = read_week(mine, desk=house.territory.desk)
        return [one.is_late(today=mine.today()) for one in view.reminders]

    assert late(30) == [False]
    assert late(31) == [True]


def test_a_birthday_that_is_past_is_not_late(house, followed, later):
    followed()  # eighteen in May 2026
    mine = later(days=170)
    view = read_week(mine, desk=house.territory.desk)

    (birthday,) = [one for one in view.reminders if one.rule.code == "age_18"]

    assert birthday.due.on < mine.today()
    assert not birthday.is_late(today=mine.today())


def test_the_card_of_whom_something_was_just_done_comes_though_nothing_is_left(
    house, followed
):
    person, mine = followed(), house.workers["school"]
    other = followed("mission", birth_name="Zorglubois", code="Z1")
    move_away(house)

    def cards(also):
        return read_week(mine, desk=house.territory.desk, also=also).cards

    assert (set(cards(None)), set(cards(person)), set(cards(other))) == (
        set(),
        {person},
        set(),
    )
