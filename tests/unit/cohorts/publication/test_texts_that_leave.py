"""No text leaves that seems to hold something of a person, unless confirmed."""

import json

import pytest
from sqlalchemy import update
from sqlmodel import select

from cohorts.publication.content import read_content
from cohorts.publication.failures import TextsUnconfirmed
from cohorts.publication.site import Stamp, make_site
from cohorts.publication.texts import is_own, leaving_texts
from cohorts.publishing import (
    ask_publication,
    list_editions,
    preview_publication,
)
from parcours.approvals.failures import ReasonMissing
from parcours.record.base import RecordModel
from parcours.record.models import AuditLine, CouncilQuestion
from tests.unit.cohorts.publication.conftest import NOW, REASON


QUESTION = "council/JARDIN/questions/1/question"
PERSON = "Demander à Karim, au 06 12 34 56 78"
OF_PROGRAMME = (  # tables of what officers and councils type
    "contract",
    "objective",
    "project_call",
    "application",
    "application_partner",
    "application_step",
    "application_opinion",
    "council_question",
    "budget_line",
    "target",
    "action",
)


def write_question(officers, words):
    """Change a question as it stood before anybody was asked about such words."""
    with officers.territory.record.write() as session:
        row = session.exec(select(CouncilQuestion)).first()
        row.question = words
        session.add(row)


def ask(officers, *, confirmed=(), reason=REASON):
    digest = preview_publication(officers.asking).content.digest
    return ask_publication(
        officers.asking, digest=digest, reason=reason, confirmed=confirmed
    )


def test_texts_that_hold_nothing_of_a_person_are_not_asked_about(officers):
    assert preview_publication(officers.asking).doubts == ()


def test_a_doubtful_text_is_shown_with_its_place_before_anything_is_asked(officers):
    write_question(officers, PERSON)

    (doubt,) = preview_publication(officers.asking).doubts

    assert (doubt.text.key, doubt.text.text) == (QUESTION, PERSON)
    assert doubt.text.place == "Demande JARDIN, question 1"
    assert doubt.words == "un prénom et un numéro de téléphone"


def test_an_edition_is_not_proposed_while_a_text_is_unconfirmed(officers):
    write_question(officers, PERSON)

    with pytest.raises(TextsUnconfirmed) as refusal:
        ask(officers, confirmed=["council/JARDIN/summary"])

    told = str(refusal.value)
    assert "Demande JARDIN, question 1" in told
    assert "Karim" not in told
    assert "06 12" not in told
    assert list_editions(officers.asking) == []


def test_the_second_person_reads_which_texts_were_confirmed(officers):
    write_question(officers, PERSON)

    ref = ask(officers, confirmed=[QUESTION]).ref

    (view,) = [one for one in list_editions(officers.second) if one.edition.ref == ref]
    asked = view.approval
    assert asked.reason.startswith(REASON)
    assert "Demande JARDIN, question 1 (semble contenir un prénom" in asked.reason
    assert "Karim" not in asked.reason


def test_the_audit_says_which_field_was_confirmed_and_not_its_words(officers):
    write_question(officers, PERSON)
    ask(officers, confirmed=[QUESTION])

    with officers.territory.record.read() as session:
        lines = session.exec(
            select(AuditLine).where(AuditLine.operation == "publication.ask")
        ).all()

    assert lines[-1].reason == f"words confirmed: {QUESTION}"


def test_confirming_texts_is_no_reason_to_publish(officers):
    write_question(officers, PERSON)

    with pytest.raises(ReasonMissing):
        ask(officers, confirmed=[QUESTION], reason="oui")


def test_a_text_that_nobody_has_thought_of_is_looked_at(published):
    fields = json.loads(published.text)
    fields["council"][0]["press"] = {"words": ["Voir Karim"]}
    fields["new"] = "Voir Amina"

    found = {one.key: one for one in leaving_texts(fields)}

    assert found["council/JARDIN/press/words/1"].text == "Voir Karim"
    assert found["new"].text == "Voir Amina"


def test_what_people_typed_stands_nowhere_among_the_programs_own_words(officers):
    """A path is taken for the program's own only where nobody types."""
    mark = "Karim tapa ceci"
    with officers.territory.record.write() as session:
        for table in OF_PROGRAMME:
            _mark(session, table, mark)
    fields = preview_publication(officers.asking).content.fields

    marked = list(_paths(fields, mark))

    assert len(marked) >= 5
    assert [path for path in marked if is_own(path)] == []


def _mark(session, name, mark):
    """Put a mark into every text of a table that is no code; ids and days stay."""
    table = RecordModel.metadata.tables[name]
    for column in table.columns:
        held = session.exec(select(column)).all()
        if any(isinstance(one, str) and " " in one for one in held):
            session.exec(update(table).values({column: column + f" {mark}"}))


def _paths(value, mark, path=()):
    if isinstance(value, str) and mark in value:
        yield path
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _paths(one, mark, (*path, name))
    elif isinstance(value, list):
        for one in value:
            yield from _paths(one, mark, (*path, "*"))


def test_every_typed_text_of_the_site_its_data_and_its_json_is_listed(published):
    """Change each text that is not listed: the files tell none that was typed."""
    listed = {one.text for one in leaving_texts(published.fields)}
    typed = {
        published.fields["contract"],
        *(one[k] for one in published.fields["council"] for k in ("title", "summary")),
        *(one["words"] for one in published.fields["council"]),
        *(
            each[k]
            for one in published.fields["council"]
            for each in one["questions"]
            for k in ("question", "answer")
        ),
    }
    assert {one for one in typed if one} <= listed

    blank = json.loads(published.text, object_hook=lambda d: _blanked(d, listed))
    content = read_content(json.dumps(blank))
    files = make_site(content, Stamp("ref", content.digest, NOW.date()))

    for name, data in files.items():
        said = data.decode("utf-8-sig")
        assert not [one for one in typed if len(one) > 12 and one in said], name


def _blanked(fields, listed):
    return {k: "." if v in listed else v for k, v in fields.items() if _flat(v)} | {
        k: v for k, v in fields.items() if not _flat(v)
    }


def _flat(value):
    return isinstance(value, str)
