"""A territory with an invented extract, a contract and a council; copied per test."""

import json
import shutil
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from cohorts.indicators.figures import IndicatorSet
from cohorts.publishing import (
    ask_publication,
    decide_publication,
    preview_publication,
    publish_edition,
    read_published,
)
from parcours.access.sessions import principal_of
from parcours.programme.deciding import (
    answer_question,
    ask_question,
    give_opinion_of_council,
)
from parcours.record.models import Account
from parcours.territory.opening import Territory
from tests.made_once import made_once
from tests.programme_house import programme_of
from tests.unit.cohorts.indicators.tables import draw, write


NOW = datetime(2025, 11, 22, 8, tzinfo=UTC)  # the call is open
REASON = "Comité de pilotage de novembre"


@dataclass
class Officers:
    """Who asks, who agrees, and the territory."""

    territory: object
    asking: object
    second: object
    council: object

    def ask(self):
        draft = preview_publication(self.asking)
        return ask_publication(
            self.asking, digest=draft.content.digest, reason=REASON
        ).ref

    def agree(self, ref):
        decide_publication(self.second, ref=ref, agree=True)
        return ref

    def publish(self):
        ref = self.agree(self.ask())
        publish_edition(self.asking, ref=ref)
        return ref


@pytest.fixture(scope="session")
def prepared(territory_made, tmp_path_factory):
    """A folder in which a set of figures was computed and kept; do not open it."""

    def make(place):
        _prepare(territory_made, place / "territory")

    return made_once(tmp_path_factory, "publication", make) / "territory"


def _prepare(founded, folder):
    shutil.copytree(founded, folder)
    write(folder / "extracts" / "invented", draw(7), public=False)
    opened = Territory.open(folder, environ={}, now=lambda: NOW)
    programme = programme_of(opened).found()
    programme.save()
    programme.to_council()
    ask_question(programme.council, code="JARDIN", question="Qui a les clés ?\nEt qui")
    give_opinion_of_council(
        programme.council, code="JARDIN", opinion="favourable", words="Bien placé."
    )
    programme.move("committee")
    programme.decide("funded")
    asked = programme.read().questions[0].id
    answer_question(
        programme.officer, code="JARDIN", question=asked, answer="La régie <b>."
    )
    _second(opened)
    preview_publication(programme.officer)
    opened.close()


@pytest.fixture(scope="session")
def released(prepared):
    """The set of figures that the territory keeps."""
    store = sqlite3.connect(prepared / "evaluation.db")
    ((text,),) = store.execute("SELECT figures FROM indicator_set")
    store.close()
    return IndicatorSet.from_dict(json.loads(text))


def _second(territory):
    with territory.record.write() as session:
        session.add(
            Account(
                login="deuxieme",
                display_name="",
                role="policy_officer",
                created_at=territory.now(),
            )
        )


@pytest.fixture
def officers(prepared, tmp_path):
    with officers_in(prepared, tmp_path / "territory") as found:
        yield found


@pytest.fixture(scope="session")
def published(prepared, tmp_path_factory):
    """The content of a published edition, read only."""
    folder = tmp_path_factory.mktemp("edition") / "territory"
    with officers_in(prepared, folder) as found:
        found.publish()
        return read_published(found.asking)[1]


@contextmanager
def officers_in(prepared, folder):
    """Copy the prepared territory and open it for those who publish."""
    shutil.copytree(prepared, folder)
    opened = Territory.open(folder, environ={}, now=lambda: NOW)
    with opened.record.read() as session:
        accounts = {
            one.login: opened.context(principal_of(session, one))
            for one in session.exec(select(Account))
            if one.login in ("policy_officer", "deuxieme", "council_member")
        }
    yield Officers(
        opened,
        accounts["policy_officer"],
        accounts["deuxieme"],
        accounts["council_member"],
    )
    opened.close()
