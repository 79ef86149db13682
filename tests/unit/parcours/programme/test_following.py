"""What becomes of a funded action: its own measures, its reports, what was aimed at."""

from dataclasses import replace
from datetime import date

import pytest

from parcours.programme.aims import Aim, read_aims, set_aim
from parcours.programme.failures import DaysImpossible, TooFewAnswers
from parcours.programme.following import add_measure, add_report, read_action
from parcours.programme.measures import Measure
from tests.programme_house import CONTRACT, LEVEL


SURVEY = Measure(
    kind="survey",
    label="Se sent bien dans le quartier",
    unit="%",
    before=41,
    before_on=date(2025, 3, 1),
    after=58,
    after_on=date(2025, 11, 1),
    n_asked=80,
    n_answered=52,
    method="Porte-à-porte par les médiateurs, questionnaire de six questions.",
)


def test_a_survey_is_kept_beside_the_action(programme):
    programme.save()
    programme.fund()

    add_measure(programme.officer, code="JARDIN", new=SURVEY)

    assert read_action(programme.reader, code="JARDIN").measures == (SURVEY,)


def test_a_survey_of_few_residents_is_not_kept(programme):
    programme.save()
    programme.fund()

    with pytest.raises(TooFewAnswers):
        add_measure(
            programme.officer, code="JARDIN", new=replace(SURVEY, n_answered=10)
        )

    assert read_action(programme.reader, code="JARDIN").measures == ()


def test_a_later_report_of_a_year_replaces_the_former_and_says_what_was_spent(
    programme,
):
    programme.save()
    programme.fund()
    (first, *_rest) = [x.id for x in programme.read().content.lines]
    for words in ("Dix parcelles.", "Vingt parcelles."):
        add_report(
            programme.officer,
            code="JARDIN",
            year=2025,
            done=words,
            spent={first: 90_000},
        )

    (report,) = read_action(programme.reader, code="JARDIN").reports
    assert report.done == "Vingt parcelles."
    assert programme.read().content.lines[0].spent_cents == 90_000


def test_a_target_has_a_baseline_and_is_replaced_by_its_label(programme):
    aim = Aim(
        "Part de filles",
        "%",
        38,
        date(2024, 1, 1),
        50,
        date(2026, 12, 31),
        "Bilan 2023",
        objective=LEVEL,
    )
    set_aim(programme.officer, contract=CONTRACT, new=aim)
    set_aim(programme.officer, contract=CONTRACT, new=replace(aim, aim=45))

    assert read_aims(programme.reader, contract=CONTRACT) == [replace(aim, aim=45)]
    with pytest.raises(DaysImpossible):
        set_aim(
            programme.officer,
            contract=CONTRACT,
            new=replace(aim, due_on=date(2024, 1, 1)),
        )
