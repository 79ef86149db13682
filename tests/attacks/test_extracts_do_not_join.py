"""Two studies lay their extracts side by side: no pseudonym of one is in the other."""

import shutil
from datetime import UTC, datetime
from itertools import combinations

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from commands.main import app
from tests.attacks.test_canaries import HEADER, rows


STUDIES = ("etude_a", "etude_b", "etude_c")
PAIRS = list(combinations(STUDIES, 2))
NOW = datetime(2026, 1, 31, tzinfo=UTC)


@pytest.fixture(scope="module")
def extracts(territory_made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("studies") / "territory"
    shutil.copytree(territory_made, folder)
    file = tmp_path_factory.mktemp("file") / "canaris.csv"
    file.write_text("\n".join([HEADER, *rows()]) + "\n", encoding="utf-8")
    for words in (
        ("intake", str(file), "--template", "mission_locale"),
        *(("extract", study) for study in STUDIES),
    ):
        told = CliRunner().invoke(app, ["--dir", str(folder), *words])
        assert told.exit_code == 0, told.stdout
    return folder / "extracts"


def pseudonyms(extracts, study):
    table = pq.read_table(extracts / study / "persons.parquet")
    return table["pseudonym"].to_pylist()


@pytest.mark.parametrize("pair", PAIRS)
def test_no_pseudonym_is_common_whole_or_without_its_domain(extracts, pair):
    one, other = (pseudonyms(extracts, study) for study in pair)
    tails = [{name.rsplit(".", 1)[1] for name in side} for side in (one, other)]

    assert len(set(one)) == len(set(other)) == 1_000  # the same young people
    assert not set(one) & set(other)
    assert not tails[0] & tails[1]


@pytest.mark.parametrize("pair", PAIRS)
def test_no_beginning_or_end_of_a_pseudonym_is_common(extracts, pair):
    """Twelve signs are sixty bits: none agrees by chance, so none by construction."""
    for part in (slice(None, 12), slice(-12, None)):
        one, other = (
            {name.rsplit(".", 1)[1][part] for name in pseudonyms(extracts, study)}
            for study in pair
        )
        assert not one & other


@pytest.mark.parametrize("table", ["persons", "groupings"])
@pytest.mark.parametrize("pair", PAIRS)
def test_numbers_and_order_tell_no_more_than_chance(extracts, pair, table):
    """The number of a person or subject in one study is not the one in another."""
    column = "person" if table == "persons" else "subject"
    born = {}
    for study in pair:
        read = pq.read_table(extracts / study / "persons.parquet").to_pylist()
        months = {row["person"]: row["birth_month"] for row in read}
        if table == "groupings":
            rows = pq.read_table(extracts / study / "groupings.parquet").to_pylist()
            months = {row[column]: months[row["person"]] for row in rows}
        born[study] = months
    one, other = born.values()
    agree = sum(one[number] == other[number] for number in one) / len(one)

    assert agree < 0.08  # sixty months in equal parts: one in sixty by chance


def test_the_same_study_made_again_keeps_its_pseudonyms(extracts):
    """The control: within a study the pseudonyms do join, so the comparison is real."""
    before = set(pseudonyms(extracts, "etude_a"))
    told = CliRunner().invoke(
        app, ["--dir", str(extracts.parent), "extract", "etude_a"]
    )

    assert told.exit_code == 0
    assert set(pseudonyms(extracts, "etude_a")) == before
