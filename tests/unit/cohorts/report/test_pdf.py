"""The report as PDF: tagged, in its language, with its title and words for pictures."""

import io

import pytest
from pypdf import PdfReader

from cohorts.report.compose import compose
from cohorts.report.pdf import as_pdf
from config.translation import use_language
from tests.unit.cohorts.report.subject_house import subject


@pytest.fixture(scope="module")
def content():
    return as_pdf(compose(subject()))


@pytest.fixture(scope="module")
def pdf(content):
    return PdfReader(io.BytesIO(content))


def root(pdf):
    return pdf.trailer["/Root"]


def elements(node, found=None):
    """Walk through the tree of tags."""
    found = [] if found is None else found
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            elements(one, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append(node)
        if "/K" in node:
            elements(node["/K"], found)
    return found


def tags(pdf):
    return elements(root(pdf)["/StructTreeRoot"])


def test_the_file_is_tagged_and_says_its_standard(pdf):
    assert root(pdf)["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root(pdf)["/Metadata"].get_data()


def test_the_file_tells_its_language_and_its_title(pdf):
    assert str(root(pdf)["/Lang"]).startswith("fr")
    assert pdf.metadata.title == "Raccrochage au sens strict"
    assert root(pdf)["/ViewerPreferences"]["/DisplayDocTitle"]


def test_headings_start_at_one_and_skip_no_level(pdf):
    levels = [int(t["/S"][2:]) for t in tags(pdf) if t["/S"][1:2] == "H"]

    assert levels[0] == 1
    assert set(levels) == {1, 2}


def test_every_picture_has_words(pdf):
    figures = [tag for tag in tags(pdf) if tag["/S"] == "/Figure"]

    assert len(figures) == 2
    assert all("Courbes" in tag["/Alt"] for tag in figures)


def test_tables_have_heads(pdf):
    kinds = [tag["/S"] for tag in tags(pdf)]

    assert kinds.count("/Table") == 5
    assert kinds.count("/TH") >= 5


def test_its_words_can_be_read_out(pdf):
    text = "\n".join(page.extract_text() for page in pdf.pages)

    assert "Méthode et références" in text
    assert "Aalen OO, Johansen S (1978)" in text


def test_the_same_report_is_the_same_bytes(content):
    assert as_pdf(compose(subject())) == content


def test_letters_travel_with_the_file(pdf):
    fonts = [
        font.get_object()
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    ]

    assert fonts
    assert all("Libertinus" in str(font["/BaseFont"]) for font in fonts)


def test_a_sign_of_markup_stays_a_sign():
    text = "\n".join(
        page.extract_text()
        for page in PdfReader(io.BytesIO(as_pdf(compose(subject())))).pages
    )

    assert "Garçons & jeunes hommes" in text


def test_the_report_in_english_says_so():
    use_language("en")
    try:
        made = PdfReader(io.BytesIO(as_pdf(compose(subject()))))
    finally:
        use_language("fr")

    assert str(root(made)["/Lang"]).startswith("en")
    assert "Method and references" in "".join(p.extract_text() for p in made.pages)
