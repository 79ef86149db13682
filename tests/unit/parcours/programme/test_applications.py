"""Applications: written, refused, moved, heard, decided, followed."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import col, func, select

from parcours.access.failures import AccessDenied
from parcours.programme.applications import list_applications, save_application
from parcours.programme.budget import EXPENSE, INCOME, Line
from parcours.programme.contracts import (
    LevelView,
    read_contracts,
    save_contract,
    save_level,
)
from parcours.programme.deciding import (
    answer_question,
    ask_question,
    give_opinion_of_council,
)
from parcours.programme.failures import (
    AmountImpossible,
    ApplicationChanged,
    BudgetUnbalanced,
    CodeTaken,
    ConditionMissing,
    DaysImpossible,
    LevelMisplaced,
    NoLongerEditable,
    NotThere,
    NotWithCouncil,
    TerritoryUnknown,
    TextRefused,
    TransitionImpossible,
    WordUnknown,
)
from parcours.programme.following import add_report, read_action
from parcours.record.models import (
    Action,
    Application,
    ApplicationStep,
    BudgetLine,
    HeadCount,
    Organisation,
)
from tests.programme_house import CONTRACT, LEVEL, a_budget, an_application


def counted(programme, table):
    with programme.territory.record.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def refuse(programme, error, **changes):
    """Try to write an application, and see that nothing of it is there."""
    with pytest.raises(error) as refused:
        programme.save(an_application(**changes))
    assert counted(programme, Application) == counted(programme, BudgetLine) == 0
    return refused.value


def test_a_contract_of_2015_begins_with_its_pillars_and_axes(programme):
    view = save_contract(
        programme.officer,
        code="CV2015",
        name="Contrat de ville",
        generation="ville_2015",
        starts_on=date(2015, 7, 17),
    )

    kinds = [level.kind for level in view.levels]
    assert (kinds.count("pillar"), kinds.count("axis")) == (3, 5)
    assert [c.code for c in read_contracts(programme.reader)] == [CONTRACT, "CV2015"]


@pytest.mark.parametrize(
    "level",
    [
        LevelView("a", "A", "pillar", None),  # of another generation
        LevelView("a", "A", "objective", None),  # without its priority
        LevelView("a", "A", "priority", "jeunesse"),  # a priority under a priority
        LevelView("jeunesse", "A", "axis", None),  # a level does not change its place
    ],
)
def test_a_level_out_of_place_is_refused(programme, level):
    with pytest.raises(LevelMisplaced):
        save_level(programme.officer, contract=CONTRACT, level=level)


def test_a_level_is_dated_and_renamed(programme):
    changed = LevelView(
        LEVEL, "Réussir", "objective", "jeunesse", None, date(2027, 1, 1)
    )
    save_level(programme.officer, contract=CONTRACT, level=changed)

    (held,) = [x for x in read_contracts(programme.reader)[0].levels if x.code == LEVEL]
    assert held == changed
    assert held.holds_on(date(2026, 12, 31))
    assert not held.holds_on(date(2027, 1, 1))


def test_an_application_is_read_back_as_it_was_written(programme):
    programme.save()

    found = programme.read()
    kept = replace(
        found.content, lines=tuple(replace(x, id=None) for x in found.content.lines)
    )
    assert kept == replace(an_application(), pilot="agglomeration")
    assert (found.state, found.version) == ("draft", 1)


def test_a_budget_that_does_not_add_up_writes_nothing(programme):
    refusal = refuse(programme, BudgetUnbalanced, lines=a_budget()[:2])

    said = refusal.what.replace("\u202f", " ").replace("\xa0", " ")
    assert "1 000 € de dépenses" in said
    assert "600 € de recettes" in said


def test_an_unknown_territory_writes_nothing(programme):
    refuse(programme, TerritoryUnknown, places=("atlantide",))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"organisation": "nobody"}, NotThere),
        ({"objective": "nothing"}, NotThere),
        ({"call": "AAP1999"}, NotThere),
        ({"axes": (LEVEL,)}, WordUnknown),
        ({"themes": ("magie",)}, WordUnknown),
        ({"pilot": "onu"}, WordUnknown),
        ({"title": ""}, TextRefused),
        ({"summary": "Numéro 1 85 05 78 006 084 36"}, TextRefused),
        ({"summary": "a" * 1501}, TextRefused),
        ({"age_from": 30, "age_to": 12}, WordUnknown),
        ({"ends_on": date(2025, 12, 31)}, DaysImpossible),
        ({"ends_on": date(2031, 1, 1)}, DaysImpossible),
        ({"starts_on": date(2023, 12, 31)}, DaysImpossible),
        (
            {"lines": (Line(EXPENSE, "x", -1), Line(INCOME, "x", -1, "caf"))},
            AmountImpossible,
        ),
        ({"lines": (Line(EXPENSE, "x", 1), Line(INCOME, "x", 1))}, WordUnknown),
    ],
)
def test_what_cannot_be_is_refused_and_writes_nothing(programme, changes, error):
    refuse(programme, error, **changes)


def test_a_code_of_its_own_and_no_colleague_overwritten(programme):
    programme.save()

    with pytest.raises(CodeTaken):
        programme.save()
    programme.save(an_application(title="Autre titre"), based_on=1)
    with pytest.raises(ApplicationChanged):
        programme.save(an_application(title="Encore un autre"), based_on=1)
    assert programme.read().content.title == "Autre titre"


def test_from_draft_to_closed_along_the_table(programme):
    programme.save()
    programme.fund()
    programme.move("running")
    with pytest.raises(ConditionMissing):
        programme.move("reported")
    add_report(programme.officer, code="JARDIN", year=2025, done="Vingt parcelles.")
    programme.move("reported")
    programme.move("closed")

    assert [step.target for step in programme.read().steps] == [
        *("draft", "submitted", "instruction", "council", "committee"),
        *("funded", "running", "reported", "closed"),
    ]


def test_an_impossible_move_leaves_no_step(programme):
    programme.save()

    with pytest.raises(TransitionImpossible):
        programme.move("funded")

    assert counted(programme, ApplicationStep) == 1
    assert programme.read().state == "draft"


def test_nothing_is_deposited_once_the_call_is_closed(programme):
    programme.save()
    late = replace(
        programme.officer,
        now=lambda: programme.territory.now().replace(month=12, day=24),
    )

    with pytest.raises(ConditionMissing) as refused:
        programme.move("submitted", by=late)

    assert refused.value.condition == "call_open"


def test_no_decision_before_the_council_is_heard(programme):
    programme.save()
    programme.to_council()

    with pytest.raises(ConditionMissing) as refused:
        programme.move("committee")

    assert refused.value.condition == "heard"


def test_an_opinion_on_the_former_text_is_not_one_on_the_new(programme):
    programme.save()
    programme.to_committee()
    programme.decide("postponed", reason="Budget à revoir")
    programme.territory.now().replace()
    later = replace(
        programme.officer, now=lambda: programme.territory.now().replace(hour=23)
    )
    programme.move("instruction")
    programme.move("council", by=later)

    with pytest.raises(ConditionMissing):
        programme.move("committee", by=later)


def test_what_the_council_reads_does_not_change_under_its_eyes(programme):
    programme.save()
    programme.to_council()

    with pytest.raises(NoLongerEditable):
        programme.save(an_application(title="Autre"), based_on=programme.read().version)


def test_more_than_was_asked_is_not_granted_and_nothing_is_kept(programme):
    programme.save()
    programme.to_committee()
    amounts = {number: cents + 1 for number, cents in programme.amounts().items()}

    with pytest.raises(AmountImpossible):
        programme.decide("funded", granted=amounts)

    assert programme.read().state == "committee"
    assert all(line.granted_cents is None for line in programme.read().content.lines)
    assert counted(programme, Action) == 0


def test_an_amount_left_out_or_nought_everywhere_funds_nothing(programme):
    programme.save()
    programme.to_committee()
    (first, *_rest) = programme.amounts()

    for granted in ({first: 100}, dict.fromkeys(programme.amounts(), 0)):
        with pytest.raises(ConditionMissing) as refused:
            programme.decide("funded", granted=granted)
        assert refused.value.condition == "amounts"


def test_a_funded_application_takes_up_the_action_that_files_named(programme):
    with programme.territory.record.write() as session:
        holder = session.exec(
            select(Organisation).where(Organisation.code == "chantiers")
        ).one()
        action = Action(
            organisation_id=holder.id,
            code="jardin_partage",
            name="Jardin partagé des Hauts",
        )
        session.add(action)
        session.flush()
        session.add(
            HeadCount(
                organisation_id=holder.id,
                action_id=action.id,
                title="Jardin",
                on=date(2025, 6, 1),
                n=14,
                n_girls=9,
                recorded_at=programme.territory.now(),
                recorded_on=date(2025, 6, 2),
            )
        )
    programme.save()

    programme.fund()

    reached = read_action(programme.reader, code="JARDIN").reached
    assert (reached.n, reached.n_girls, reached.n_sheets) == (14, 9, 1)
    assert counted(programme, Action) == 1


def test_the_council_sees_nothing_before_it_is_put_to_it(programme):
    programme.save()

    assert list_applications(programme.council) == []
    with pytest.raises(NotThere):
        programme.read(by=programme.council)
    with pytest.raises(NotThere):
        ask_question(programme.council, code="JARDIN", question="Où ?")
    with pytest.raises(NotWithCouncil):
        give_opinion_of_council(programme.council, code="JARDIN", opinion="favourable")
    programme.to_council()

    assert [one.code for one in list_applications(programme.council)] == ["JARDIN"]


def test_a_question_of_the_council_gets_its_answer(programme):
    programme.save()
    programme.to_council()
    ask_question(programme.council, code="JARDIN", question="Qui arrose en août ?")
    (asked,) = programme.read(by=programme.council).questions

    answer_question(
        programme.officer, code="JARDIN", question=asked.id, answer="Le bailleur."
    )

    (answered,) = programme.read(by=programme.council).questions
    assert (answered.question, answered.answer) == (
        "Qui arrose en août ?",
        "Le bailleur.",
    )


def test_an_evaluator_reads_and_writes_nothing(programme):
    programme.save()

    assert programme.read(by=programme.reader).moves == ()
    with pytest.raises(AccessDenied):
        save_application(programme.reader, code="A", new=an_application("A"))
    with pytest.raises(AccessDenied):
        programme.move("submitted", by=programme.reader)


def test_the_council_writes_its_opinion_and_no_application(programme):
    with pytest.raises(AccessDenied):
        save_application(programme.council, code="A", new=an_application("A"))


def test_every_write_leaves_its_line_in_the_audit(programme):
    from parcours.record.models import AuditLine

    programme.save()
    with programme.territory.record.read() as session:
        lines = session.exec(
            select(AuditLine.operation).where(
                col(AuditLine.operation).startswith("programme.")
            )
        ).all()

    assert lines.count("programme.save_application") == 1
    assert lines.count("programme.save_level") == 3
