from datetime import date

import pytest

from parcours.intake.dates import parse_moment, parse_month


TODAY = date(2026, 1, 31)


def parse(text, order="dmy"):
    return parse_moment(text, order=order, today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "03/09/2008",
        "3-9-08",
        "3.9.2008",
        "2008-09-03",
        "2008-09-03 00:00:00",
        "39694",
        "3 septembre 2008",
        "3 SEPT. 2008",
    ],
)
def test_one_day_is_read_however_it_is_written(text):
    assert parse(text)[:2] == (date(2008, 9, 3), "day")


@pytest.mark.parametrize(
    ("text", "on", "precision", "after"),
    [
        ("sept. 2008", date(2008, 9, 1), "month", date(2008, 10, 1)),
        ("09/2008", date(2008, 9, 1), "month", date(2008, 10, 1)),
        ("2008-12", date(2008, 12, 1), "month", date(2009, 1, 1)),
        ("T3 2008", date(2008, 7, 1), "quarter", date(2008, 10, 1)),
        ("3e trimestre 2008", date(2008, 7, 1), "quarter", date(2008, 10, 1)),
        ("2008", date(2008, 7, 1), "year", date(2009, 1, 1)),
        ("2024-2025", date(2024, 9, 1), "year", date(2025, 9, 1)),
    ],
)
def test_an_imprecise_date_is_placed_by_rule(text, on, precision, after):
    assert parse(text) == (on, precision, after)


@pytest.mark.parametrize("text", ["03/04/2009", "03/04/09", "12/11/10"])
def test_without_a_declared_order_a_date_that_reads_two_ways_is_refused(text):
    assert parse(text, order="none") == "INTAKE-023"


def test_without_a_declared_order_a_date_that_reads_one_way_is_read():
    assert parse("25/04/2009", order="none").on == date(2009, 4, 25)
    assert parse("04/25/2009", order="none").on == date(2009, 4, 25)


@pytest.mark.parametrize(
    "text", ["09/25/2008", "2009-13-01", "31/02/2009", "2024-2026"]
)
def test_a_day_that_does_not_exist_is_refused(text):
    assert parse(text) == "INTAKE-024"


@pytest.mark.parametrize("text", ["bientôt", "12", "3 brumaire 2008", "99/99", "1/1"])
def test_what_is_no_date_is_refused(text):
    assert parse(text) == "INTAKE-012"


def test_a_two_digit_year_is_of_the_century_that_ends_in_two_years():
    assert parse("01/02/28").on.year == 2028
    assert parse("01/02/29").on.year == 1929


@pytest.mark.parametrize(
    "text", ["2024-09", "09/2024", "sept. 2024", "Sep.24", "Sept-24"]
)
def test_a_month_header_is_read(text):
    assert parse_month(text) == date(2024, 9, 1)


def test_a_month_header_of_the_last_century_is_read():
    assert parse_month("Jul.93") == date(1993, 7, 1)
    assert parse_month("Nom") is None
