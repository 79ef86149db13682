"""What a worker types is read as a name, a date of birth, or both."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.people.asked import read_asked
from pseudonymisation.values import PartialDate


TODAY = date(2025, 11, 22)
FULL = PartialDate(2008, 9, 3)
FORMS = (
    "{d:%d/%m/%Y}",
    "{d:%d.%m.%Y}",
    "{d:%d-%m-%Y}",
    "{d:%d %m %Y}",
    "{d:%Y-%m-%d}",
    "{d:%d%m%Y}",
    "{d.day}/{d.month}/{d:%y}",
)


@pytest.mark.parametrize(
    ("text", "name", "born"),
    [
        ("03/09/2008", "", FULL),
        ("3/9/08", "", FULL),
        ("3.09.2008", "", FULL),
        ("2008-09-03", "", FULL),
        ("03092008", "", FULL),
        ("3 septembre 2008", "", FULL),
        ("3 sept. 2008", "", FULL),
        ("1er août 2008", "", PartialDate(2008, 8, 1)),
        ("September 3, 2008", "", FULL),
        ("3 sep 2008", "", FULL),
        ("septembre 2008", "", PartialDate(2008, 9)),
        ("09/2008", "", PartialDate(2008, 9)),
        ("née en 2008", "", PartialDate(2008)),
        ("Léa née le 3 septembre 2008", "Léa", FULL),
        ("03/09/2008 Vrontalbe", "Vrontalbe", FULL),
        ("Œdipe Vrontalbe 2008", "Œdipe Vrontalbe", PartialDate(2008)),
        ("mars vrontalbe", "mars vrontalbe", None),
        ("Vrontalbe", "Vrontalbe", None),
        ("31/02/2008", "31/02/2008", None),
        ("40/09/2008", "40/09/2008", None),
        ("ML-20081", "ML-20081", None),
        ("3/9/98", "", PartialDate(1998, 9, 3)),
        ("", "", None),
    ],
)
def test_a_text_is_read_as_people_write(text, name, born):
    asked = read_asked(text, today=TODAY)

    assert (asked.name, asked.born) == (name, born)


@given(
    day=st.dates(date(1985, 1, 1), TODAY),
    form=st.sampled_from(FORMS),
    name=st.sampled_from(["", "Maïlys", "de la Zztour", "N’Vronta"]),
)
def test_a_date_is_read_in_each_form_beside_any_name(day, form, name):
    asked = read_asked(f"{name} {form.format(d=day)}", today=TODAY)

    assert asked.born == PartialDate(day.year, day.month, day.day)
    assert asked.name == name


@given(st.text(max_size=30))
def test_any_text_is_read_without_a_failure_and_never_printed(text):
    asked = read_asked(text, today=TODAY)

    assert repr(asked) == "Asked(…)"
