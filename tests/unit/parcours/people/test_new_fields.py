"""What « Nouvelle fiche jeune » refuses before anything is kept."""

import pytest
from sqlmodel import func, select

from parcours.people.failures import (
    BirthDateImpossible,
    FieldImpossible,
    NationalNumber,
)
from parcours.record.models import Person, SourceSubject
from pseudonymisation.values import PartialDate


NIR = "2 08 05 59 123 456 78"
TYPED = ("birth_name", "usage_name", "given_names", "code", "commune", "postcode")


def kept(house):
    with house.territory.record.read() as session:
        tables = (Person, SourceSubject)
        return [session.exec(select(func.count()).select_from(t)).one() for t in tables]


@pytest.mark.parametrize("field", TYPED)
@pytest.mark.parametrize("number", [NIR, NIR.replace(" ", ""), f"vu {NIR} hier"])
def test_a_national_number_is_refused_in_every_field(house, field, number):
    with pytest.raises(NationalNumber) as refusal:
        house.new_person(**{field: number})

    assert refusal.value.code == "PEOPLE-006"
    assert refusal.value.where.column == field
    assert number not in f"{refusal.value} {refusal.value!r} {refusal.value.as_dict()}"
    assert kept(house) == [0, 0]


def test_a_national_number_is_refused_as_a_code_under_anonymity(house):
    with pytest.raises(NationalNumber):
        house.new_person("street", birth_name=None, given_names=None, code=NIR)

    assert kept(house) == [0, 0]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("birth_name", "Vrontalbe 2"),
        ("usage_name", "0612345678"),
        ("given_names", "Maïlys3"),
        ("postcode", "5950"),
        ("postcode", "2A004"),
        ("code", "x" * 41),
        ("code", "Vrontalbe Maïlys"),
    ],
)
def test_a_field_that_cannot_be_is_refused_by_its_name(house, field, typed):
    with pytest.raises(FieldImpossible) as refusal:
        house.new_person(**{field: typed})

    assert refusal.value.where.column == field
    assert typed not in str(refusal.value)
    assert kept(house) == [0, 0]


@pytest.mark.parametrize(
    "born",
    [
        PartialDate(2008, 2, 31),
        PartialDate(2007, 2, 29),
        PartialDate(2008, 13, 1),
        PartialDate(2008, None, 5),
        PartialDate(0),
        PartialDate(2025, 11, 23),
        PartialDate(2021),
        PartialDate(2020, 11, 23),
        PartialDate(1983),
        PartialDate(1984, 11, 22),
    ],
)
def test_an_impossible_date_of_birth_is_refused(house, born):
    with pytest.raises(BirthDateImpossible) as refusal:
        house.new_person(birth_date=born)

    assert refusal.value.where.column == "birth_date"
    assert kept(house) == [0, 0]


@pytest.mark.parametrize(
    "born",
    [
        None,
        PartialDate(2008, 2, 29),
        PartialDate(2020),
        PartialDate(2020, 11, 22),
        PartialDate(1985),
        PartialDate(1984, 11, 23),
    ],
)
def test_a_date_of_birth_from_five_to_forty_years_ago_is_kept(house, born):
    house.new_person(birth_date=born, code="J-17", postcode="59100")

    assert kept(house) == [1, 1]
