"""The page that tells how identities are read, held to what the code does."""

import re
from pathlib import Path

import numpy as np
import pytest

from pseudonymisation.desk import PartialDate
from pseudonymisation.identities.births import read_birth
from pseudonymisation.identities.normalise import (
    bare_surnames,
    features,
    given_spellings,
    surname_spellings,
)
from pseudonymisation.identities.places import place_of
from pseudonymisation.identities.spelling import homophone, plain_letters
from pseudonymisation.identity_file import sex_of
from pseudonymisation.linkage.clusters import gather
from pseudonymisation.linkage.columns import columns_of
from pseudonymisation.linkage.levels import given_levels
from pseudonymisation.linkage.rules import Birth, Given, read_linkage_rules
from pseudonymisation.linkage.scoring import births_of
from tests.unit.pseudonymisation.conftest import someone


ROOT = Path(__file__).parents[3]
PAGES = ("identities.md", "identities.en.md")
REFUSED = ("refusé", "refused")


def tables(page):
    """Give the kind and the rows of each table of examples of a page."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    for kind, table in re.findall(r"<!-- essai: (\w+) -->\n((?:\|.*\n)+)", text):
        for row in table.splitlines()[2:]:
            cells = [cell.strip() for cell in row.strip("|").split("|")]
            yield kind, tuple("" if c == "—" else c.replace("`", "") for c in cells)


def surnames(text):
    return (", ".join((*surname_spellings(text), *bare_surnames(text))),)


def given(text):
    return tuple(", ".join(names) for names in given_spellings(text))


def birth(text):
    try:
        known = features(someone(birth_date=read_birth(text))).birth or ()
    except ValueError:
        return ("refused",)
    return ("-".join(f"{part:02d}" for part in known if part),)


def given_pair(one, other):
    texts = [given_spellings(name)[0][0] for name in (one, other)]
    sounds = [homophone(text) for text in texts]
    found = given_levels(
        np.array([0]),
        np.array([1]),
        texts=texts,
        sounds=np.array([sounds.index(sound) for sound in sounds]),
        rules=read_linkage_rules(),
    )
    return (Given(found[0]).name,)


def birth_pair(one, other):
    rows = [features(someone(birth_date=read_birth(text))) for text in (one, other)]
    clusters = gather(columns_of(rows), np.arange(2))
    return (Birth(births_of(clusters, np.array([0]), np.array([1]))[0]).name,)


READ = {
    "letters": lambda text: (plain_letters(text),),
    "surname": surnames,
    "given": given,
    "given_pair": given_pair,
    "birth": birth,
    "birth_pair": birth_pair,
    "sex": lambda text: (sex_of(text) or "",),
    "place": lambda commune, postcode: tuple(place_of(commune, postcode)),
}
WRITTEN = {"given_pair": 2, "birth_pair": 2, "place": 2}


@pytest.mark.parametrize(("kind", "row"), [*tables(PAGES[0])])
def test_an_example_of_the_page_is_what_the_code_does(kind, row):
    written = WRITTEN.get(kind, 1)
    said = tuple("refused" if cell in REFUSED else cell for cell in row[written:])

    assert READ[kind](*row[:written]) == said


def test_every_kind_of_example_stands_on_the_page():
    assert {kind for kind, _row in tables(PAGES[0])} == set(READ)


def test_both_languages_give_the_same_examples():
    french, english = ([*tables(page)] for page in PAGES)
    told = {REFUSED[0]: REFUSED[1]}

    assert [(k, tuple(told.get(c, c) for c in row)) for k, row in french] == english


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_the_page_names_is_there(page):
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / page).read_text("utf-8")))
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(
            r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE
        )
    }

    assert named
    assert named <= there


def test_a_date_from_the_vault_is_read_as_one_from_a_file():
    assert features(someone(birth_date=PartialDate(1900, 1, 1))).birth is None
