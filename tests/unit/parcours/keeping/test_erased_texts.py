"""Nothing that was written in words about an erased person stays in the record."""

import sqlite3
from datetime import date

import pytest
from sqlmodel import select

from parcours.keeping.texts import clear_worktops, scrub_texts
from parcours.record.models import (
    Account,
    Draft,
    DraftPerson,
    Goal,
    GoalStep,
    Intervention,
    Organisation,
    Person,
    Referral,
    ReferralStep,
    Snooze,
    SourceSubject,
)
from tests.record_house import START, open_record


CANARY = "Zzqcanari"
DAY = date(2025, 9, 1)


@pytest.fixture
def record(tmp_path):
    with open_record(tmp_path) as store:
        with store.write() as session:
            session.add(Organisation(id=1, code="a", name="A", kind="school"))
            session.flush()
            session.add(
                Account(
                    id=1, login="x", display_name="x", role="case_worker",
                    organisation_id=1, created_at=START,
                )
            )  # fmt: skip
            for number in (1, 2):
                session.add(
                    Person(
                        id=number, pseudonym=f"v1.record.{number}", recorded_at=START
                    )
                )
                session.add(
                    SourceSubject(
                        id=number, subject=f"v1.subject.{number}", organisation_id=1,
                        recorded_at=START, recorded_on=DAY,
                    )
                )  # fmt: skip
            session.flush()
            for number in (1, 2):
                session.add_all(_told_in_words(number))
        yield store


def _told_in_words(number):
    fact = {
        "organisation_id": 1, "subject_id": number, "known_on": DAY,
        "recorded_at": START, "recorded_on": DAY, "starts_on": DAY,
    }  # fmt: skip
    word = f"{CANARY}{number}"
    return [
        Intervention(kind="pre", note=word, next_step=word, **fact),
        Goal(ref=f"g{number}", label=word, **fact),
        GoalStep(ref=f"s{number}", label=word, **fact),
        Referral(recipient_id=1, thread=f"t{number}", packet=word, **fact),
        ReferralStep(
            thread=f"t{number}", organisation_id=1, kind="word", note=word,
            recorded_at=START, recorded_on=DAY,
        ),
        Draft(
            id=number, ref=word, account_id=1, form="f", key_id="k", sealed=b"",
            saved_at=START,
        ),
        DraftPerson(draft_id=number, person_id=number, place=0),
        Draft(
            id=number + 10, ref=f"w{word}", account_id=1, form="f",
            thread=f"t{number}", key_id="k", sealed=b"", saved_at=START,
        ),
        Snooze(
            account_id=1, alert="no_contact", person_id=number, until=DAY,
            recorded_at=START,
        ),
    ]  # fmt: skip


def test_no_word_about_an_erased_person_stays_and_others_keep_theirs(record, tmp_path):
    with record.write() as session:
        scrub_texts(session, [1])
        clear_worktops(session, [1])

    dump = "\n".join(sqlite3.connect(tmp_path / "record.db").iterdump())
    assert f"{CANARY}1" not in dump
    assert dump.count(f"{CANARY}2") == 8
    with record.read() as session:
        assert [row.person_id for row in session.exec(select(Snooze))] == [2]


def test_days_and_codes_of_an_erased_person_stay_to_be_counted(record):
    with record.write() as session:
        scrub_texts(session, [1])

    with record.read() as session:
        days = [row.starts_on for row in session.exec(select(Intervention))]
    assert days == [DAY, DAY]
