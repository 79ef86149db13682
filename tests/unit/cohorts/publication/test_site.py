"""The public site: the same bytes for the same edition, no script, nothing hidden."""

import csv
import hashlib
import io
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from cohorts.disclosure.reading import read_rules
from cohorts.indicators.catalogue import read_catalogue
from cohorts.indicators.figures import Figure
from cohorts.publication.content import (
    compose,
    may_leave,
    read_content,
    stays_inside,
)
from cohorts.publication.failures import (
    FolderTaken,
    NotForThePublic,
    NothingToPublish,
)
from cohorts.publication.site import Stamp, make_site
from cohorts.publication.writing import write_site
from config.translation import use_language
from tests.unit.cohorts.indicators.tables import SHIPPED


RULES = read_rules(SHIPPED)
LANGUAGES = ("fr", "en")
TOLD = Figure("part_femmes", n=24, value=0.5, low=0.3, high=0.7)


@pytest.fixture(scope="module")
def stamp():
    return Stamp("abcd", "0" * 64, date(2026, 7, 1))


@pytest.fixture(scope="module")
def content(published):
    return published


@pytest.fixture(scope="module")
def site(content, stamp):
    return make_site(content, stamp)


class Reader(HTMLParser):
    """Collect what a browser would fetch or run, and the headings."""

    def __init__(self):
        super().__init__()
        self.tags, self.links, self.styles = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("href", "src", "srcset", "action"):
                self.links.append(value)
            if name == "style" or name.startswith("on"):
                self.styles.append(name)


def read_page(data):
    reader = Reader()
    reader.feed(data.decode("utf-8"))
    return reader


def lines(data):
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_same_edition_gives_the_same_bytes_whatever_the_reader_speaks(
    content, stamp, site
):
    use_language("en")
    try:
        again = make_site(read_content(content.text), stamp)
    finally:
        use_language("fr")

    assert again == site
    assert list(again) == list(site)


def test_no_page_runs_or_fetches_anything(site):
    for name, data in site.items():
        if not name.endswith(".html"):
            continue
        page = read_page(data)
        assert not {"script", "iframe", "form", "img", "object"} & set(page.tags), name
        assert not page.styles, name
        assert not [link for link in page.links if "//" in link], name


def test_every_link_leads_to_a_file_of_the_site(site):
    for name, data in site.items():
        if not name.endswith(".html"):
            continue
        folder = name.rpartition("/")[0]
        for link in read_page(data).links:
            if link.startswith("#"):
                continue
            where = (
                link.removeprefix("../")
                if link.startswith("../")
                else (f"{folder}/{link}" if folder else link)
            )
            assert where in site, (name, link)


def test_both_languages_have_the_same_pages(site):
    pages = [
        {name.partition("/")[2] for name in site if name.startswith(f"{language}/")}
        for language in LANGUAGES
    ]

    assert pages[0] == pages[1]
    assert b"Combien ?" not in site["en/index.html"]
    assert b"How many" in site["en/index.html"]


def test_every_picture_has_its_table(site):
    for name, data in site.items():
        for section in data.decode("utf-8", "replace").split("<h2>"):
            assert "<table>" in section or 'class="bars"' not in section, name


def test_every_page_has_one_heading_of_the_first_rank_and_its_language(site):
    for name, data in site.items():
        if name.endswith(".html") and "/" in name:
            text = data.decode("utf-8")
            assert text.count("<h1>") == 1, name
            assert f'<html lang="{name[:2]}">' in text, name
            assert "Content-Security-Policy" in text, name


def test_the_sums_are_those_of_the_files(site):
    for line in site["SHA256SUMS"].decode().splitlines():
        digest, _gap, name = line.partition("  ")
        assert hashlib.sha256(site[name]).hexdigest() == digest


def test_no_organisation_is_compared_in_public(site, content):
    assert all(
        one["breakdown"] != "organisation"
        for one in lines(site["donnees/indicateurs.csv"])
    )
    assert "organisation" not in content.fields["names"]


def test_what_became_of_those_of_one_action_stays_inside(site, content, released):
    inside = [one for one in released.figures if stays_inside(one)]
    of_action = [one for one in inside if one.breakdown == "action"]
    rows = lines(site["donnees/indicateurs.csv"])

    assert any(one.indicator == "raccrochage_apres_action" for one in of_action)
    assert not set(inside) & set(content.figures.figures)
    assert not [row for row in rows if row["breakdown"] == "action" and row["months"]]
    assert any(one.breakdown == "action" for one in content.figures.figures)


def test_open_data_hold_rounded_numbers_and_blanks_for_what_is_hidden(site):
    rows = lines(site["donnees/indicateurs.csv"])

    assert any(row["status"] == "masked" for row in rows)
    for row in rows:
        assert not row["n"] or int(row["n"]) % RULES.rounding_base == 0
        if row["status"] in ("masked", "too_few_followed"):
            assert row["value"] == row["low"] == row["high"] == row["at_risk"] == ""


def test_every_column_of_the_data_stands_in_the_dictionary(site):
    known = {
        (row["file"], row["code"])
        for row in lines(site["donnees/dictionnaire.csv"])
        if row["kind"] == "column" and row["fr"] and row["en"]
    }
    for name in ("indicateurs.csv", "conseil-citoyen.csv"):
        head = site[f"donnees/{name}"].decode("utf-8-sig").splitlines()[0]
        for column in head.replace('"', "").split(";"):
            assert (name, column) in known


def test_the_council_reads_its_words_and_the_answers_beside_the_decision(site):
    text = site["fr/conseil-citoyen.html"].decode("utf-8")

    assert "Jardin partagé des Hauts" in text
    assert "Bien placé." in text
    assert "<p>Qui a les clés ?</p>" in text
    assert "La régie &lt;b&gt;." in text


def test_a_text_that_begins_like_a_formula_stays_a_text(content, stamp):
    fields = dict(content.fields)
    fields["council"] = [dict(fields["council"][0], title="=1+1")]
    made = make_site(replace(content, fields=fields), stamp)

    assert lines(made["donnees/conseil-citoyen.csv"])[0]["title"] == "'=1+1"


def test_no_login_and_no_exact_date_of_a_person_is_published(site):
    for data in site.values():
        assert b"policy_officer" not in data
        assert b"deuxieme" not in data


@pytest.mark.parametrize(
    "figure",
    [
        replace(TOLD, n=23),
        replace(TOLD, n=6),
        replace(TOLD, n=None),
        replace(TOLD, value=float("nan")),
        replace(TOLD, hidden="masked"),
        replace(TOLD, value=None, low=None, high=None, lost=0.2, hidden="few_at_risk"),
        replace(TOLD, value=None, low=None, high=None, hidden="small"),
        replace(TOLD, at_risk=13),
    ],
)
def test_a_figure_that_breaks_a_rule_refuses_the_whole_edition(released, figure):
    assert may_leave(TOLD, RULES)
    assert not may_leave(figure, RULES)
    with pytest.raises(NotForThePublic):
        composed(replace(released, figures=(*released.figures, figure)))


def test_figures_of_other_rules_are_not_published(released):
    with pytest.raises(NotForThePublic):
        composed(replace(released, rules_version="older"))
    with pytest.raises(NotForThePublic):
        composed(replace(released, rules_version="public_data"))


def test_nothing_told_is_nothing_to_publish(released):
    hidden = tuple(
        Figure(one.indicator, one.breakdown, one.group, hidden="masked")
        for one in released.figures
    )
    with pytest.raises(NothingToPublish):
        composed(replace(released, figures=hidden))


def composed(figures):
    return compose(
        figures,
        read_catalogue(SHIPPED),
        (),
        rules=RULES,
        names={},
        contract="",
        council=(),
    )


def test_a_site_is_written_over_a_former_one_and_over_nothing_else(tmp_path):
    first = {"a.html": b"1", "SHA256SUMS": b"x  a.html\n"}
    write_site(first, tmp_path / "site")
    write_site({"b.html": b"2", "SHA256SUMS": b"y  b.html\n"}, tmp_path / "site")

    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == [
        "SHA256SUMS",
        "b.html",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]

    (tmp_path / "site" / "lettre.txt").write_text("à garder")
    with pytest.raises(FolderTaken):
        write_site(first, tmp_path / "site")
    assert (tmp_path / "site" / "lettre.txt").read_text() == "à garder"


def test_amounts_are_written_as_in_french(site):
    text = site["fr/conseil-citoyen.html"].decode("utf-8")

    assert "1\N{NARROW NO-BREAK SPACE}000\N{NARROW NO-BREAK SPACE}€" in text
