"""How surely a subject was joined is kept with its link."""

import pytest
from sqlalchemy import select

from pseudonymisation.desk import PartialDate
from pseudonymisation.identities.normalise import features
from pseudonymisation.identities.store import open_vault, reading
from pseudonymisation.identities.tables import links
from pseudonymisation.linkage.matching import match
from pseudonymisation.linkage.rules import read_linkage_rules
from tests.unit.pseudonymisation.conftest import someone


RULES = read_linkage_rules()


def scores(folder):
    engine = open_vault(f"sqlite:///{folder}/vault.db")
    with reading(engine) as connection:
        found = connection.execute(select(links.c.score).order_by(links.c.id)).scalars()
        told = list(found)
    engine.dispose()
    return told


def bits(*rows, **options):
    return match([features(row) for row in rows], rules=RULES, **options).bits


def test_the_first_subject_of_a_person_was_compared_with_nobody(admit, folder):
    admit(someone())

    assert scores(folder) == [None]


def test_an_entire_agreement_with_a_known_person_is_nearly_sure(admit, folder):
    admit(someone())
    admit(someone(organisation="club"))

    assert scores(folder) == [None, pytest.approx(1, abs=1e-3)]


def test_a_year_of_birth_alone_is_less_sure_and_the_score_says_so(admit, folder):
    admit(someone())
    admit(
        someone(organisation="club"),
        someone(organisation="asso", birth_date=PartialDate(2007)),
    )
    whole, partial = scores(folder)[1:]

    assert 0.8 < partial < whole < 1


def test_rows_of_one_file_are_scored_against_the_first_of_them(admit, folder):
    admit(someone(), someone(organisation="club"))

    assert scores(folder) == [None, pytest.approx(1, abs=1e-3)]


def test_the_anchor_of_a_person_has_no_doubt():
    found = bits(someone(), someone(birth_date=PartialDate(2007, 3, 15)))

    assert found[0] == float("inf")
    assert RULES.same_bits <= found[1] < 60


def test_a_known_person_is_the_anchor_wherever_it_stands():
    found = bits(someone(birth_name="Zzbrixmro"), someone(), known=[None, 7])

    assert found[1] == float("inf")
    assert found[0] < 60


def test_the_weakest_comparison_on_the_way_counts():
    partial = someone(birth_date=PartialDate(2007), commune=None, postcode=None)
    alone = bits(someone(), partial)[1]
    with_twin_row = bits(someone(), partial, partial)

    assert with_twin_row[1] == pytest.approx(alone, abs=1.5)
    assert with_twin_row[2] == pytest.approx(with_twin_row[1])
