"""Outside aggregates: a line without source or number is refused, and names itself."""

import pytest

from cohorts.indicators.comparators import COLUMNS, population_of, read_comparators
from config.reading import ConfigurationRefused


HEAD = ";".join(COLUMNS)
GOOD = "taux_raccrochage;wide;12;France;all;2024;0,41;;;Éditeur inventé"
PEOPLE = "population_qpv_11_25;;;QN99901M;all;2024;1200;;;Recensement inventé"


def written(folder, *lines):
    (folder / "comparators.csv").write_text("\n".join((HEAD, *lines)))
    return folder


def test_without_a_file_there_is_nothing_to_compare_with(tmp_path):
    assert read_comparators(tmp_path) == ()


def test_a_line_keeps_its_source_and_reads_a_french_number(tmp_path):
    (one,) = read_comparators(written(tmp_path, GOOD))

    assert (one.value, one.months, one.source) == (0.41, 12, "Éditeur inventé")


def test_the_population_is_found_by_year_and_place(tmp_path):
    found = population_of(read_comparators(written(tmp_path, GOOD, PEOPLE)))

    assert found == {("2024", "QN99901M"): 1200.0}


@pytest.mark.parametrize(
    "line",
    [
        GOOD.replace("Éditeur inventé", ""),
        GOOD.replace("0,41", "beaucoup"),
        GOOD.replace("0,41", "nan"),
        GOOD.replace("0,41", "-1"),
        "taux_raccrochage;wide",
        GOOD + ";de trop",
    ],
)
def test_a_bad_line_is_refused_with_its_number(tmp_path, line):
    with pytest.raises(ConfigurationRefused) as refused:
        read_comparators(written(tmp_path, GOOD, line))

    assert "3" in str(refused.value)


def test_other_columns_are_refused(tmp_path):
    (tmp_path / "comparators.csv").write_text("a;b\n1;2")

    with pytest.raises(ConfigurationRefused):
        read_comparators(tmp_path)
