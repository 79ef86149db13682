"""The programme in an extract: funded actions, money and head-counts, nobody's name."""

from datetime import date, timedelta

import numpy as np
import pyarrow.parquet as pq
import pytest
from sqlmodel import select

from parcours.extract.operations import create_extract
from parcours.programme.aims import Aim, set_aim
from parcours.record.models import Action, HeadCount
from tests.programme_house import CONTRACT, LEVEL, an_application, programme_of
from tests.unit.parcours.extract.house import Translator


TABLES = ("actions", "objectives", "budget_lines", "action_counts", "targets")


@pytest.fixture
def programme(territory):
    return programme_of(territory).found()


def extracted(programme, *, as_of=None):
    territory = programme.territory
    made = create_extract(
        territory.context(territory.operator()),
        translator=Translator(),
        name="etude",
        as_of=as_of,
        territory_folder=territory.folder,
        rng=np.random.default_rng(1),
    )
    return {
        name: pq.read_table(made.folder / f"{name}.parquet").to_pylist()
        for name in TABLES
    }


def count_heads(programme, *, n):
    with programme.territory.record.write() as session:
        action = session.exec(select(Action)).one()
        session.add(
            HeadCount(
                organisation_id=action.organisation_id,
                action_id=action.id,
                title="Un après-midi au jardin",
                on=date(2025, 11, 3),
                n=n,
                recorded_at=programme.territory.now(),
                recorded_on=date(2025, 11, 3),
            )
        )


def test_a_funded_action_travels_with_its_money_and_its_head_counts(programme):
    programme.save()
    programme.fund()
    count_heads(programme, n=14)
    aim = Aim(
        "Part de filles", "%", 38, date(2024, 1, 1), 50, date(2026, 1, 1), "Bilan"
    )
    set_aim(programme.officer, contract=CONTRACT, new=aim)

    found = extracted(programme)

    (action,) = found["actions"]
    assert (action["action"], action["state"], action["year"]) == (
        "JARDIN",
        "funded",
        2026,
    )
    assert (action["objective"], action["pillar"]) == (LEVEL, "jeunesse")
    assert action["ends"] == (date(2026, 12, 31) - date(1970, 1, 1)).days
    granted = [
        x["granted_cents"] for x in found["budget_lines"] if x["side"] == "income"
    ]
    assert granted == [60_000, 40_000]
    assert [(x["action"], x["n"]) for x in found["action_counts"]] == [("JARDIN", 14)]
    assert [x["aim"] for x in found["targets"]] == [50]
    assert [x["kind"] for x in found["objectives"]] == ["priority", "objective", "axis"]


def test_what_is_not_funded_stays_at_home(programme):
    programme.save()
    programme.save(an_application("AUTRE"))
    programme.to_committee("AUTRE")

    found = extracted(programme)

    assert (found["actions"], found["budget_lines"]) == ([], [])


def test_an_action_funded_later_is_not_in_an_extract_of_before(programme):
    programme.save()
    programme.fund()
    yesterday = programme.officer.today() - timedelta(days=1)

    assert extracted(programme, as_of=yesterday)["actions"] == []
