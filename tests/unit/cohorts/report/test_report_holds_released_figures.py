"""A report repeats the released figures, digit by digit, and no other number."""

import io
import json
import math
import re
import sys
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from cohorts.charts.look import LIGHT
from cohorts.disclosure.workbench import for_workbench
from cohorts.report import pictures, telling
from cohorts.report.compose import compose
from cohorts.report.document import Figure, Table
from cohorts.report.failures import NotReleased, WriterMissing
from cohorts.report.parquet import as_parquet
from cohorts.report.pdf import as_pdf
from tests.unit.cohorts.report.subject_house import (
    DEFINITION,
    NAMES,
    PROVENANCE,
    RULES,
    counts,
    released,
    subject,
)


def tables(report):
    parts = [part for section in report.sections for part in section.parts]
    found = [part.table if isinstance(part, Figure) else part for part in parts]
    return {part.caption: part for part in found if isinstance(part, Table)}


def shares(cell):
    """Read "42 % (35 à 49)" back."""
    return tuple(int(n) / 100 for n in re.findall(r"\d+", cell))


def as_told(estimate, low, high):
    """Nobody yet is told as « fewer than » the upper limit, in whole per cent."""
    if round(estimate, 2) == 0:
        return (math.ceil(100 * high) / 100,)
    return tuple(round(value, 2) for value in (estimate, low, high))


@pytest.fixture(scope="module")
def one():
    return subject()


def test_the_shares_of_groups_are_those_released(one):
    rows = tables(compose(one))["Part ayant connu l’issue, par sexe"].rows
    outcome = DEFINITION.outcomes[0].code
    told = {row[0]: [shares(cell) for cell in row[2:6]] for row in rows}
    known = {
        NAMES[group.group]: [
            as_told(p.estimate, p.low, p.high) for p in group.at if p.cause == outcome
        ]
        for group in one.parts["sex"].estimate.groups
    }

    assert told == known


def test_every_head_count_is_rounded_or_kept_back(one):
    found = tables(compose(one))
    cells = [
        cell
        for caption, places in {
            "Part ayant connu l’issue, à chaque délai": (2,),
            "Part ayant connu l’issue, par sexe": (1,),
            "De tous les jeunes à la cohorte": (1, 2),
            "Comment le suivi se termine": (2,),
        }.items()
        for row in found[caption].rows
        for cell in (row[place] for place in places)
    ]
    whole = [int(re.sub(r"\D", "", c)) for c in cells if not c.startswith(("<", "–"))]

    assert whole
    assert all(n % RULES.rounding_base == 0 for n in whole)


def test_few_are_never_counted(one):
    table = tables(compose(one))["Comment le suivi se termine"]

    assert "Décès" not in {row[0] for row in table.rows}
    assert "décès" in table.note


def test_a_hidden_group_is_named_and_has_no_figure(one):
    small = counts(("F", "M", "unknown"), sizes=(300, 4, 90), seed=3)
    hidden = replace(one, parts={"": one.whole, "sex": released(small)})
    rows = tables(compose(hidden))["Part ayant connu l’issue, par sexe"].rows
    cells = {row[0]: row[1:] for row in rows}[NAMES["M"]]

    assert cells[0] == "masqué"
    assert set(cells[1:]) == {"–"}


def test_exact_figures_cannot_enter_a_report(one):
    exact = for_workbench(
        counts(),
        lambda c, rounding=0: one.whole.estimate,
        rules=RULES,
        provenance=PROVENANCE,
    )
    with pytest.raises(NotReleased):
        replace(one, parts={"": exact})


def test_a_report_needs_the_figures_of_the_whole(one):
    with pytest.raises(NotReleased):
        replace(one, parts={"sex": one.parts["sex"]})


def test_parquet_keeps_every_digit(one):
    table = pq.read_table(io.BytesIO(as_parquet(one.parts, clock="days")))
    group = one.whole.estimate.groups[0]
    first = group.curves[0]
    rows = table.to_pandas().query("breakdown == '' and cause == @first.cause")

    assert rows["estimate"].tolist() == first.estimate.tolist()
    assert rows["n_at_risk"].tolist() == first.n_at_risk.tolist()


def test_parquet_says_where_it_comes_from(one):
    table = pq.read_table(io.BytesIO(as_parquet(one.parts, clock="days")))
    about = json.loads(table.schema.metadata[b"parcours"])

    assert about["clock"] == "days"
    assert about["all"]["provenance"]["extract"] == "bilan_2025"
    assert about["sex"]["disclosure"]["rules_version"] == "1"


def drawn(one):
    return telling.chart(one.whole, DEFINITION, names=None, look=LIGHT)


def test_a_picture_refers_to_nothing_outside_itself(one):
    svg = pictures.as_svg(drawn(one))

    assert "Retour en formation" in svg
    assert not re.search(r'(href|src)="|url\(h|@import|<script', svg)


def test_a_picture_of_pixels_is_twice_as_fine_as_the_page(one):
    png = pictures.as_png(drawn(one), background="#ffffff")
    width = int.from_bytes(png[16:20])

    assert png.startswith(b"\x89PNG")
    assert width >= 2 * pictures.WIDTH


@pytest.mark.parametrize("library", ["vl_convert", "typst"])
def test_without_its_libraries_a_report_says_what_to_install(one, monkeypatch, library):
    monkeypatch.setitem(sys.modules, library, None)

    with pytest.raises(WriterMissing, match="rapports"):
        as_pdf(compose(one))


def test_five_groups_have_a_table_and_no_picture(one):
    labels = tuple("abcde")
    table = counts(labels, sizes=(60,) * 5, seed=4)
    many = replace(
        one,
        parts={"": one.whole, "year": released(table)},
        names={"year": {label: label for label in labels}},
    )
    report = compose(many)

    assert len(report.figures) == 1
    assert any("par année" in caption for caption in tables(report))
