"""No code of a list and no English of the configuration stands in what people read."""

import html
import re
from pathlib import Path

import pytest

import config
from cohorts.indicators.catalogue import read_catalogue
from cohorts.indicators.defining import definition_rows, known_words
from cohorts.publication.site import Stamp, make_site
from cohorts.publishing import preview_publication
from cohorts.report.speaking import speaking
from cohorts.yearly_reporting import report_evaluation
from config.translation import LANGUAGES
from parcours.record.models import Action
from tests.unit.cohorts.publication.conftest import NOW


CATALOGUE = read_catalogue(Path(config.__file__).parent)
CODE = re.compile(r"(?<![\w./#-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?!\w)")
MADE = re.compile(r"<(style|script)[^>]*>.*?</\1>|<[^>]+>", re.DOTALL)


def words_of(page):
    return html.unescape(MADE.sub(" ", page))


def codes_in(pages):
    return {(name, found[0]) for name, text in pages for found in CODE.finditer(text)}


def site_of(content):
    stamp = Stamp("edition", content.digest, NOW.date())
    return [
        (name, words_of(data.decode("utf-8")))
        for name, data in make_site(content, stamp).items()
        # The page of data names the columns of its files on purpose.
        if name.endswith(".html") and not name.endswith("donnees.html")
    ]


def test_no_code_stands_as_a_word_on_the_public_site(published):
    assert codes_in(site_of(published)) == set()


def test_an_action_that_only_sheets_tell_of_has_its_name(officers):
    content = preview_publication(officers.asking).content
    counted = set(content.fields["names"].get("action", {}))
    with officers.territory.record.write() as session:
        session.add(
            Action(
                organisation_id=1,
                code=next(iter(counted - {"unknown"})),
                name="Fresque",
            )
        )

    again = preview_publication(officers.asking).content.fields["names"]["action"]

    assert {"fr": "Fresque", "en": "Fresque"} in again.values()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_stands_as_a_word_in_a_report(officers, language):
    made = report_evaluation(officers.asking, kind="html", language=language)

    page = words_of(made.content.decode("utf-8"))

    assert "Kaplan" in page
    assert codes_in([(made.name, page)]) == set()


@pytest.mark.parametrize("one", CATALOGUE.indicators.values(), ids=lambda one: one.id)
def test_a_definition_is_told_in_the_language_of_its_reader(one):
    told = {
        *(one.numerator, one.denominator, one.origin, one.method, one.source),
        *one.censoring,
        *one.competing,
    }

    assert {text for text in told if text} <= known_words()
    with speaking("fr"):
        rows = dict(definition_rows(one))
    assert not set(rows.values()) & {one.numerator, one.denominator, one.origin}
    assert not [text for text in rows.values() if CODE.search(text)]
