"""The report as HTML: one file, valid, in order, with words for every picture."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from cohorts.report.compose import compose
from cohorts.report.html import as_html
from config.translation import use_language
from tests.unit.cohorts.report.subject_house import NAMES, subject


VOID = {"meta", "img", "source"}


class Page(HTMLParser):
    """Reads a page strictly: what is opened is closed, in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.texts, self.faults = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data):
        if data.strip():
            self.texts.append((self.open[-1] if self.open else "", data))

    def all(self, tag):
        return [attrs for name, attrs, _inside in self.tags if name == tag]

    def said(self, tag):
        return [text for name, text in self.texts if name == tag]


def written(**kinds):
    return as_html(compose(subject(**kinds))).decode("utf-8")


@pytest.fixture(scope="module")
def text():
    return written()


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


@pytest.fixture(autouse=True)
def _french_again():
    yield
    use_language("fr")


def test_what_is_opened_is_closed_in_order(page):
    assert not page.faults
    assert not page.open


def test_names_within_the_page_are_one_of_a_kind_and_lead_somewhere(page):
    names = [attrs["id"] for _tag, attrs, _in in page.tags if "id" in attrs]
    called = [attrs["href"] for attrs in page.all("a")]
    called += [f"#{a['aria-labelledby']}" for a in page.all("section")]

    assert len(set(names)) == len(names)
    assert all(link.removeprefix("#") in names for link in called)


def test_the_page_tells_its_language_and_its_title(page):
    assert page.all("html") == [{"lang": "fr"}]
    assert page.said("title") == page.said("h1") == ["Raccrochage au sens strict"]


def test_headings_go_down_one_step_at_a_time(page):
    levels = [int(t[1]) for t, _attrs, _in in page.tags if re.fullmatch("h[1-6]", t)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(new - old <= 1 for old, new in pairwise(levels))


def test_landmarks_are_there_and_named(page):
    found = {tag for tag, _attrs, _in in page.tags}

    assert {"header", "nav", "main", "footer"} <= found
    assert all(attrs.get("aria-label") for attrs in page.all("nav"))


def test_every_picture_has_words_and_a_table_under_it(page):
    images = page.all("img")

    assert len(images) == 2
    assert all("12 mois".replace(" ", "\u00a0") in one["alt"] for one in images)
    assert len(page.all("table")) == len(images) + 3


def test_every_table_has_a_caption_and_heads_that_say_their_reach(page):
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(one.get("scope") in {"col", "row"} for one in page.all("th"))
    assert all(page.said("caption"))


def test_no_head_of_a_table_is_empty(page):
    assert len(page.said("th")) == len(page.all("th"))


def test_the_page_asks_for_nothing(text, page):
    names = {tag for tag, _attrs, _in in page.tags}
    places = [a[k] for _t, a, _in in page.tags for k in ("src", "srcset") if k in a]

    assert not names & {"script", "link", "iframe", "object", "form", "base"}
    assert all(one.startswith("data:image/svg+xml;base64,") for one in places)
    assert not re.search(r"https?://|url\(|@import", text)
    assert any("default-src 'none'" in a.get("content", "") for a in page.all("meta"))


def test_a_label_is_never_markup(text):
    assert "Garçons &amp; jeunes hommes" in text


def test_the_report_in_english_has_no_french_left():
    use_language("en")
    page = Page(written())

    assert page.all("html") == [{"lang": "en"}]
    french = re.compile("issue|jeunes|délai|suivi|fourchette")
    texts = [text for _tag, text in page.texts if text not in NAMES.values()]
    assert not [text for text in texts if french.search(text)]


def test_a_report_without_breakdown_has_one_picture():
    assert written(by_sex=False).count("<figure>") == 1
