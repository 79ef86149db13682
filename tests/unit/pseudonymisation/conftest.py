import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pytest

from pseudonymisation.desk import Admission, Decision, Desk, IdentityRow, PartialDate
from pseudonymisation.keys.keyring import Keyring
from pseudonymisation.values import OpenQuestion
from tests.unit.pseudonymisation.hands import CHANGED, TWIN


NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
Admit = Callable[..., list[Admission]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Keyring.create(tmp_path / "keys")
    return tmp_path


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    (folder / "vault.db").write_bytes(_empty_vault())
    with open_desk(folder) as opened:
        yield opened


@lru_cache(maxsize=1)
def _empty_vault() -> bytes:
    """Give a vault whose tables were made, closed: what its first opening leaves."""
    with tempfile.TemporaryDirectory() as place:
        Keyring.create(Path(place) / "keys")
        open_desk(Path(place)).close()
        return (Path(place) / "vault.db").read_bytes()


def open_desk(folder: Path) -> Desk:
    url = f"sqlite:///{folder}/vault.db"
    return Desk.open(url=url, keys_folder=folder / "keys", now=lambda: NOW)


@pytest.fixture
def admit(desk: Desk) -> Admit:
    """Admit rows under one finished intent."""

    def _admit(*rows: IdentityRow) -> list[Admission]:
        with desk.intent(kind="test", author="zoe") as intent:
            admissions = desk.admit(rows, intent=intent)
            intent.prepare()
            intent.finish()
        return admissions

    return _admit


def someone(**changes: object) -> IdentityRow:
    """Make the row of one fictitious young person, changed as said."""
    fields: dict[str, object] = {
        "row": 1,
        "organisation": "college",
        "code": None,
        "birth_name": "Zzbrixmor",
        "usage_name": None,
        "given_names": "Léopoldine",
        "birth_date": PartialDate(2007, 3, 14),
        "sex": "F",
        "commune": "Trifouilly",
        "postcode": "99001",
        "may_link": True,
    }
    fields.update(changes)
    return IdentityRow(**fields)  # type: ignore[arg-type]


@pytest.fixture
def two(admit: Admit) -> tuple[Admission, Admission]:
    """Two persons whom a question asks about."""
    (one,) = admit(someone(code="A1"))
    (other,) = admit(someone(**CHANGED))
    assert other.decision is Decision.REVIEW
    return one, other


@pytest.fixture
def asked(desk: Desk, two: tuple[Admission, Admission]) -> OpenQuestion:
    """The question about the two."""
    (question,) = desk.questions()
    return question


@pytest.fixture
def twins(desk: Desk, admit: Admit) -> OpenQuestion:
    """A question about two who may be twins."""
    admit(someone(code="A1"))
    admit(someone(**TWIN))
    (question,) = desk.questions()
    assert question.two_needed, question.reasons
    return question
