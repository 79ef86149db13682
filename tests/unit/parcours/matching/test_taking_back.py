"""A reviewer's wrong click is undone in the record too, and the audit tells of both."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from parcours.access.failures import AccessDenied
from parcours.caseload.operations import read_caseload
from parcours.matching.operations import (
    answer_question,
    list_questions,
    read_question,
    take_back_answer,
)
from parcours.record.models import AuditLine, Link
from pseudonymisation.failures import NothingToTakeBack, TooLateToTakeBack


@pytest.fixture
def two(house):
    one = house.person("school", code="E1")
    other = house.person("mission", birth_name="Qwantelbo", code="M1")
    house.situation("school", one, "college", date(2023, 9, 4))
    house.situation("mission", other, "recherche_emploi", date(2025, 10, 1))
    house.clock.next_day()
    return one, other


@pytest.fixture
def line(house, two):
    (line,) = list_questions(house.contexts["rose"], desk=house.desk)
    return line


def answer(house, ref, said, reviewer="rose"):
    context = house.contexts[reviewer]
    return answer_question(context, desk=house.desk, ref=ref, answer=said)


def take_back(house, ref=None, reviewer="rose"):
    return take_back_answer(house.contexts[reviewer], desk=house.desk, ref=ref)


def known(house, two):
    """Paths, caseloads, reasons of links and questions, as anyone sees them today."""
    workers = ("school", "mission")
    with house.territory.record.read() as session:
        query = select(Link.subject_id, Link.person_id, Link.decision)
        query = query.where(col(Link.revoked_on).is_(None)).order_by("subject_id")
        links = session.exec(query).all()
    return {
        "paths": [house.path("operator", person).spells for person in two],
        "persons": [house.path("operator", person).person for person in two],
        "caseloads": [
            [
                (card.person, card.followed_since)
                for card in read_caseload(house.contexts[worker], desk=house.desk)
            ]
            for worker in workers
        ],
        "links": links,
        "questions": list_questions(house.contexts["rose"], desk=house.desk),
    }


@pytest.mark.parametrize("said", ["same", "different", "unsure"])
def test_both_paths_and_who_follows_them_are_as_before(house, two, line, said):
    before, yesterday = known(house, two), house.clock.instant.date()
    extract = house.extract(yesterday - timedelta(days=1))
    answer(house, line.ref, said)
    assert known(house, two) != before
    assert take_back(house, line.ref) == line.ref

    assert known(house, two) == before
    assert house.extract(yesterday - timedelta(days=1)) == extract
    assert read_question(house.contexts["rose"], desk=house.desk, ref=line.ref)


def test_links_stay_dated_and_authored_in_the_history(house, two, line):
    answer(house, line.ref, "same")
    take_back(house)
    with house.territory.record.read() as session:
        found = session.exec(select(Link).order_by("id")).all()
        told = [(one.decision, one.revoked_on is not None) for one in found]

    assert told.count(("joined", True)) == 1
    assert ("joined", False) not in told
    assert len(found) == 4
    assert all(link.author_id for link in found[2:])


def test_the_audit_tells_of_the_answer_and_of_taking_it_back(house, two, line):
    answer(house, line.ref, "same")
    take_back(house)
    with house.territory.record.read() as session:
        query = select(AuditLine).where(AuditLine.operation == "linkage.take_back")
        lines = session.exec(query.order_by(col(AuditLine.seq))).all()

    assert [(one.actor, one.about) for one in lines] == [
        ("rose", None),
        ("rose", line.ref),
    ]


def test_nobody_takes_back_for_another_nor_late(house, two, line):
    answer(house, line.ref, "same")
    with pytest.raises(NothingToTakeBack):
        take_back(house, line.ref, "paul")
    with pytest.raises(AccessDenied):
        take_back(house, line.ref, "school")
    house.clock.instant += timedelta(minutes=11)
    with pytest.raises(TooLateToTakeBack):
        take_back(house, line.ref)
