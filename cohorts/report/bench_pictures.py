"""Tables released from the bench → pictures that may be taken away."""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from cohorts.charts.bars import Bar, bar_chart
from cohorts.charts.beside import beside
from cohorts.charts.contrast import visible
from cohorts.charts.distribution import entropy_chart
from cohorts.charts.forest import ForestRow, forest_chart
from cohorts.charts.look import Look
from cohorts.charts.love import LoveRow, love_chart
from cohorts.charts.occupation import HEIGHT, occupation_chart
from cohorts.charts.paint import KEPT_BACK, Paint, Spec, bands_of, kept_back
from cohorts.charts.points import Dots, Point, points_chart
from cohorts.charts.transitions import Arrow, Node, transition_chart
from cohorts.disclosure.bench import ReleasedTable, ReleasedTables, Row
from cohorts.report.bench_words import BenchWords
from cohorts.report.failures import NothingDrawn
from config.numbers import decimal, percent, whole
from config.typography import _
from parcours.nomenclature import Nomenclature


REST = "autres_situations"
LEAST_DRAWN = 0.03
SMALL = 200  # pixels of height
FORESTS = ("ratios", "windows", "landmarks", "strategies", "alike")
HEADING = ("term", "landmark")  # columns whose change starts a new part of a forest
_ASIDE = re.compile(r" \(.*\)")


def paints_of(
    words: BenchWords, nomenclature: Nomenclature, *, look: Look
) -> tuple[Mapping[str, Paint], tuple[str, ...]]:
    """Give situations their colours and their order, solutions first.

    Args:
        words: of the answer.
        nomenclature: with the colours.
        look: of the picture.

    Returns:
        situation → word and colour, the rest included; the order.
    """
    known = nomenclature.situations
    paints = {
        code: Paint(
            _short(name),
            visible(known[code].colour, page=look.page)
            if code in known and known[code].family != "unknown"
            else look.muted,
        )
        for code, name in words.situations.items()
    }
    paints.setdefault(REST, Paint(_("Autres situations"), look.muted))
    listed = [code for code in known if code in paints]
    others = [code for code in paints if code not in known and code != REST]
    paints[KEPT_BACK] = kept_back(look)
    return paints, (*listed, *others, REST)


def _short(name: str) -> str:
    """Leave out what stands between brackets: a picture has no room for it."""
    text = _ASIDE.sub("", name)
    return text[:1].upper() + text[1:]


def picture(
    released: ReleasedTables,
    key: str,
    *,
    words: BenchWords,
    nomenclature: Nomenclature,
    look: Look,
) -> Spec:
    """Draw a released table.

    Args:
        released: tables of one answer.
        key: which of them.
        words: of the answer.
        nomenclature: with the colours of situations.
        look: colours.

    Returns:
        A Vega-Lite specification.

    Raises:
        NothingDrawn: nothing in it may be shown.
    """
    table = released.table(key)
    if key in FORESTS:
        return _forest(table, words, look)
    if key == "balance":
        return _balance(table, words, look)
    if key in ("sides", "differences"):
        return _points(table, words, look)
    if key == "entropy":
        return _entropy(table, look)
    if key == "types":
        return _types(table, words, look)
    paints, order = paints_of(words, nomenclature, look=look)
    if key == "stays":
        return _stays(table, paints, order, look)
    if key == "changes":
        return _changes(released, paints, order, look)
    return _situations(table, paints, order, look)


def _forest(table: ReleasedTable, words: BenchWords, look: Look) -> Spec:
    drawn: list[ForestRow] = []
    former = None
    for row in table.rows:
        told = _by_name(table, row)
        if told["ratio"] is None:
            continue
        is_parted = table.columns[0] in HEADING
        if is_parted and row[0] != former:
            former = row[0]
            drawn.append(ForestRow(str(words.cell(table, row, 0))))
        name = words.cell(table, row, 1 if is_parted else 0)
        ratio, low, high = (told[part] for part in ("ratio", "low", "high"))
        text = _("{name} : {reading}").format(name=name, reading=_read(told))
        drawn.append(ForestRow(text, _number(ratio), _number(low), _number(high)))
    if not any(row.low is not None for row in drawn):
        raise NothingDrawn
    return forest_chart(
        drawn, less=_("moins souvent"), more=_("plus souvent"), look=look
    )


def _read(told: Mapping[str, object]) -> str:
    ratio, low, high = (_number(told[part]) for part in ("ratio", "low", "high"))
    if ratio is None or low is None or high is None:
        return _("référence")
    return _("{n} ({low} à {high})").format(
        n=decimal(ratio, 2), low=decimal(low, 2), high=decimal(high, 2)
    )


def _points(table: ReleasedTable, words: BenchWords, look: Look) -> Spec:
    """Draw shares by side, of the first landmark that tells some; or differences."""
    is_sided = "side" in table.columns
    lines: dict[str, list[Point]] = {}
    first = None
    for row in table.rows:
        told = _by_name(table, row)
        measure = "share" if is_sided else "difference"
        value, low, high = (_number(told[part]) for part in (measure, "low", "high"))
        if value is None or low is None or high is None:
            continue
        first = row[0] if is_sided and first is None else first
        if is_sided and row[0] != first:
            continue
        name = str(words.cell(table, row, 1)) if is_sided else ""
        month = int(str(told["month"]))
        lines.setdefault(name, []).append(Point(month, value, low, high))
    if not lines:
        raise NothingDrawn
    drawn = [Dots(name, tuple(points)) for name, points in lines.items()]
    return points_chart(drawn, months=_("mois"), look=look)


def _balance(table: ReleasedTable, words: BenchWords, look: Look) -> Spec:
    told: dict[str, dict[str, float]] = {}
    for row in table.rows:
        value = _number(row[3])
        if value is None:
            continue
        term, level = (str(words.cell(table, row, k)) for k in (0, 1))
        name = _("{name} : {reading}").format(name=term, reading=level)
        told.setdefault(name, {})[str(row[2])] = value
    rows = [
        LoveRow(name, pair["before"], pair["after"])
        for name, pair in told.items()
        if len(pair) == len(("before", "after"))
    ]
    if not rows:
        raise NothingDrawn
    return love_chart(rows, before=_("avant"), after=_("après"), look=look)


def _entropy(table: ReleasedTable, look: Look) -> Spec:
    return entropy_chart(
        np.array([_number(row[1]) for row in table.rows], np.float64),
        months=_("{n} mois"),
        same=_("tous dans la même situation"),
        mixed=_("autant dans chacune"),
        look=look,
    )


def _types(table: ReleasedTable, words: BenchWords, look: Look) -> Spec:
    bars = []
    for row in table.rows:
        told = _by_name(table, row)
        text = _("{name} : {n} jeunes, {share}").format(
            name=words.cell(table, row, 0),
            n=whole(_number(told["n"]) or 0),
            share=percent(_number(told["share"]) or 0),
        )
        bars.append(Bar(text, _number(told["share"]) or 0.0, look.colour(0)))
    return bar_chart(bars, title=_("Part des jeunes"), percents=True, look=look)


def _stays(
    table: ReleasedTable,
    paints: Mapping[str, Paint],
    order: Sequence[str],
    look: Look,
) -> Spec:
    rank = {code: place for place, code in enumerate(order)}
    bars = [
        Bar(
            _("{name} : {reading}").format(
                name=paints[str(code)].name,
                reading=_("{n} ({low} à {high})").format(
                    n=decimal(_number(months) or 0),
                    low=decimal(_number(low) or 0),
                    high=decimal(_number(high) or 0),
                ),
            ),
            _number(months) or 0.0,
            paints[str(code)].colour,
            _number(low),
            _number(high),
        )
        for code, months, low, high in sorted(
            table.rows, key=lambda row: -rank.get(str(row[0]), 0)
        )
        if months is not None
    ]
    if not bars:
        raise NothingDrawn
    return bar_chart(bars, title=_("mois"), percents=False, look=look)


def _changes(
    released: ReleasedTables,
    paints: Mapping[str, Paint],
    order: Sequence[str],
    look: Look,
) -> Spec:
    stays = {}
    if any(table.key == "stays" for table in released.tables):
        stays = {row[0]: _number(row[1]) for row in released.table("stays").rows}
    nodes = [
        Node(code, stays.get(code) or 0.0, paint.name) for code, paint in paints.items()
    ]
    arrows = []
    for left, entered, n, chance in released.table("changes").rows:
        if not n:
            continue
        share = "" if chance is None else percent(float(chance))
        text = _("{left} → {entered} : {n}").format(
            left=paints[str(left)].name,
            entered=paints[str(entered)].name,
            n=whole(float(n)),
        )
        arrows.append(
            Arrow(str(left), str(entered), int(n), _number(chance), share, text)
        )
    if not arrows:
        raise NothingDrawn
    return transition_chart(nodes, arrows, order=order, paints=paints, look=look)


def _situations(
    table: ReleasedTable,
    paints: Mapping[str, Paint],
    order: Sequence[str],
    look: Look,
) -> Spec:
    groups = list(dict.fromkeys(str(row[0]) for row in table.rows))
    charts, titles = [], []
    for group in groups:
        rows = [row for row in table.rows if row[0] == group]
        if len({row[1] for row in rows}) < 2:
            continue
        is_small = table.key == "distribution"
        charts.append(_bands(rows, paints, order, look, is_small=is_small))
        titles.append(_("Type {n}").format(n=group))
    if not charts:
        raise NothingDrawn
    if table.key != "distribution":
        return charts[0]
    return beside(charts, titles, look=look)


def _bands(
    rows: Sequence[Row],
    paints: Mapping[str, Paint],
    order: Sequence[str],
    look: Look,
    *,
    is_small: bool,
) -> Spec:
    states = list(dict.fromkeys(str(row[2]) for row in rows))
    times = list(dict.fromkeys(row[1] for row in rows))
    place = {code: k for k, code in enumerate(states)}
    shares = np.full((len(times), len(states)), np.nan)
    for row in rows:
        value = _number(row[3])
        shares[times.index(row[1]), place[str(row[2])]] = (
            np.nan if value is None else value
        )
    whole_sum = np.nansum(shares, axis=1, keepdims=True)
    shares = shares / np.maximum(whole_sum, 1.0)  # rounded shares may pass one
    bands = bands_of(states, shares, order=order, others=REST, least=LEAST_DRAWN)
    return occupation_chart(
        bands,
        paints=paints,
        months=_("trimestres") if is_small else _("{n} mois"),
        look=look,
        height=SMALL if is_small else HEIGHT,
    )


def _by_name(table: ReleasedTable, row: Row) -> dict[str, object]:
    return dict(zip(table.columns, row, strict=True))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
