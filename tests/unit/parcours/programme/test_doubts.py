"""What is typed of the programme is asked about where it seems to name a person."""

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import func, select

import parcours.programme
from parcours.programme.aims import Aim, set_aim
from parcours.programme.applications import save_application
from parcours.programme.budget import EXPENSE
from parcours.programme.content import Partner
from parcours.programme.contracts import CallView, LevelView, open_call, save_level
from parcours.programme.deciding import (
    answer_question,
    ask_question,
    give_opinion_of_council,
    give_opinion_of_institution,
)
from parcours.programme.doubts import WordsUnconfirmed
from parcours.programme.following import add_measure, add_report
from parcours.programme.measures import Measure
from parcours.record.models import AuditLine, CouncilQuestion
from tests.programme_house import CONTRACT, a_budget, an_application


NAME = "Voir Mme Benali"
DAY = date(2025, 11, 1)


def written(programme, **changes):
    return lambda confirmed: save_application(
        programme.officer,
        code="AUTRE",
        new=an_application("AUTRE", **changes),
        confirmed=confirmed,
    )


def a_cost():
    return (
        replace(a_budget()[0], label=NAME),
        *(one for one in a_budget() if one.side != EXPENSE),
    )


def asked_of(programme):
    with programme.territory.record.read() as session:
        return session.exec(select(func.max(CouncilQuestion.id))).one()


def before_council(p):
    p.save()
    p.move("submitted")
    p.move("instruction")


def at_council(p):
    p.save()
    p.to_council()


def asked(p):
    at_council(p)
    ask_question(p.council, code="JARDIN", question="Qui arrose ?")


def funded(p):
    p.save()
    p.fund()


def nothing(_p):
    pass


MEASURE = Measure("count", "Parcelles", "parcelles", 3, DAY, "Comptées")
AIM = Aim("Filles", "%", 1.0, date(2024, 1, 1), 2.0, DAY, "Insee", None, None)
CALLED = CallView("AUTRE", 2026, "Appel", "", date(2025, 10, 1), date(2025, 12, 15))
WRITES = {
    "title": (nothing, lambda p: written(p, title=NAME)),
    "summary": (nothing, lambda p: written(p, summary=NAME)),
    "audience": (nothing, lambda p: written(p, audience=NAME)),
    "success": (nothing, lambda p: written(p, success=NAME)),
    "partners": (
        nothing,
        lambda p: written(p, partners=(Partner(NAME, "company", "host"),)),
    ),
    "budget": (nothing, lambda p: written(p, lines=a_cost())),
    "name": (
        nothing,
        lambda p: (
            lambda c: save_level(
                p.officer,
                contract=CONTRACT,
                level=LevelView("autre", NAME, "priority", None),
                confirmed=c,
            )
        ),
    ),
    "guidance": (
        nothing,
        lambda p: (
            lambda c: open_call(
                p.officer,
                contract=CONTRACT,
                call=replace(CALLED, words=NAME),
                confirmed=c,
            )
        ),
    ),
    "source": (
        nothing,
        lambda p: (
            lambda c: set_aim(
                p.officer, contract=CONTRACT, new=replace(AIM, source=NAME), confirmed=c
            )
        ),
    ),
    "words": (
        before_council,
        lambda p: (
            lambda c: give_opinion_of_institution(
                p.officer,
                code="JARDIN",
                body="state",
                opinion="favourable",
                words=NAME,
                confirmed=c,
            )
        ),
    ),
    "words of the council": (
        at_council,
        lambda p: (
            lambda c: give_opinion_of_council(
                p.council, code="JARDIN", opinion="favourable", words=NAME, confirmed=c
            )
        ),
    ),
    "question": (
        at_council,
        lambda p: (
            lambda c: ask_question(p.council, code="JARDIN", question=NAME, confirmed=c)
        ),
    ),
    "answer": (
        asked,
        lambda p: (
            lambda c: answer_question(
                p.officer,
                code="JARDIN",
                question=asked_of(p),
                answer=NAME,
                confirmed=c,
            )
        ),
    ),
    "method": (
        funded,
        lambda p: (
            lambda c: add_measure(
                p.officer, code="JARDIN", new=replace(MEASURE, method=NAME), confirmed=c
            )
        ),
    ),
    "difficulties": (
        funded,
        lambda p: (
            lambda c: add_report(
                p.officer,
                code="JARDIN",
                year=2025,
                done="Fait.",
                difficulties=NAME,
                confirmed=c,
            )
        ),
    ),
}


@pytest.mark.parametrize("name", WRITES)
def test_a_person_in_a_text_is_asked_about_then_kept_once_confirmed(programme, name):
    before, write_with = WRITES[name]
    programme.found()
    before(programme)
    write = write_with(programme)
    field = name.partition(" ")[0]

    with pytest.raises(WordsUnconfirmed) as refusal:
        write(())
    assert [one.field for one in refusal.value.doubts] == [field]
    assert "Benali" not in str(refusal.value)

    with pytest.raises(WordsUnconfirmed):
        write(("another",))
    write((field,))
    with programme.territory.record.read() as session:
        lines = session.exec(select(AuditLine).order_by(AuditLine.seq)).all()
    assert lines[-1].reason == f"words confirmed: {field}"


def test_what_was_confirmed_once_and_is_not_changed_is_not_asked_about(programme):
    programme.found()
    new = an_application(summary=NAME)
    save_application(programme.officer, code="JARDIN", new=new, confirmed=["summary"])

    programme.save(replace(new, title="Jardin des tours"), based_on=1)

    assert programme.read().content.title == "Jardin des tours"


def test_words_on_health_or_justice_are_those_of_a_contract(programme):
    programme.found()

    programme.save(
        an_application(summary="Prévention santé et addictions, point justice, PJJ")
    )


def test_every_write_of_the_programme_asks_about_its_words():
    """A new operation that takes words cannot forget to ask."""
    folder = Path(parcours.programme.__file__).parent
    silent = {"preview_list"}  # changes nothing: it shows what is to be confirmed
    writes = {
        node.name: {one.arg for one in node.args.kwonlyargs}
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and _is_write(node)
    }

    assert len(writes) >= 15
    assert {name for name, args in writes.items() if "confirmed" not in args} == silent


def _is_write(node):
    return any(
        isinstance(one, ast.Call)
        and getattr(one.func, "id", "") == "operation"
        and any(
            isinstance(k.value, ast.Constant) and k.value.value == "write"
            for k in one.keywords
        )
        for one in node.decorator_list
    )
