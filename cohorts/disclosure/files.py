"""Released estimates → the files that evaluators may take away."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from cohorts.disclosure.released import Provenance, ReleasedEstimate
from cohorts.estimates.results import Curve, number
from cohorts.risk_table.numbers import Numbers
from config.translation import _


CURVE_COLUMNS = (
    "times",
    "n_followed",
    "n_at_risk",
    "n_events",
    "n_censored",
    "estimate",
    "std_error",
    "low",
    "high",
)
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(
    parts: Sequence[ReleasedEstimate], breakdowns: Sequence[str], *, clock: str
) -> bytes:
    """Write released curves as a table that a spreadsheet opens.

    Args:
        parts: released estimates.
        breakdowns: the name of each part's grouping, "" for the whole.
        clock: unit of the times: days, calendar_months or age (in months).

    Returns:
        CSV, UTF-8 with BOM, `;` between cells, decimal commas, text quoted and never
        a formula; headings in the language in use. Last columns: where it comes from.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([*_header(clock), *_source_heads()])
    for part, breakdown in zip(parts, breakdowns, strict=False):
        source = _source(part.provenance)
        for group in part.estimate.groups:
            for curve in group.curves:
                rows = _rows(curve, breakdown, group.group)
                writer.writerows([(*row, *source) for row in rows])
    return buffer.getvalue().encode("utf-8-sig")


def table_as_csv(
    heads: Sequence[str],
    rows: Sequence[Sequence[str | float | int | None]],
    *,
    source: Provenance,
) -> bytes:
    """Write a table in words as `as_csv` writes curves.

    Args:
        heads: in the language in use.
        rows: texts and numbers; None stays blank.
        source: where the figures come from, in the last columns of each row.

    Returns:
        CSV, UTF-8 with BOM.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([_text(head) for head in (*heads, *_source_heads())])
    for row in rows:
        cells = [_text(v) if isinstance(v, str) else _blank(v) for v in row]
        writer.writerow([*cells, *_source(source)])
    return buffer.getvalue().encode("utf-8-sig")


def as_json(parts: Sequence[ReleasedEstimate], breakdowns: Sequence[str]) -> bytes:
    """Write released estimates with their provenance.

    Args:
        parts: released estimates.
        breakdowns: the name of each part's grouping, "" for the whole.

    Returns:
        JSON, UTF-8.
    """
    named = {
        breakdown or "all": part.as_dict()
        for part, breakdown in zip(parts, breakdowns, strict=False)
    }
    return json.dumps(named, ensure_ascii=False, indent=1).encode("utf-8")


def curve_column(curve: Curve, name: str) -> Numbers:
    """Give a column of a curve.

    Args:
        curve: a released curve.
        name: one of `CURVE_COLUMNS`.

    Returns:
        Its values, (T,); those still followed at each time are those at risk just
        before, unless the curve is told by month.
    """
    if name == "n_followed" and curve.n_followed is None:
        return curve.n_at_risk
    column: Numbers = getattr(curve, name)
    return column


def _source_heads() -> tuple[str, ...]:
    return _("définition"), _("empreinte"), _("extrait"), _("connu au")


def _source(source: Provenance) -> tuple[str, ...]:
    told = source.definition, source.definition_hash, source.extract, source.as_of
    return tuple(map(_text, told))


def _header(clock: str) -> list[str]:
    unit = _("jours") if clock == "days" else _("mois")
    return [
        _("ventilation"),
        _("groupe"),
        _("issue"),
        _("temps ({unit})").format(unit=unit),
        _("encore suivis"),
        _("à risque avant, sur l’intervalle"),
        _("issues à cette date"),
        _("suivis interrompus"),
        _("part"),
        _("erreur type"),
        _("fourchette, bas"),
        _("fourchette, haut"),
    ]


def _rows(curve: Curve, breakdown: str, group: str) -> list[tuple[str, ...]]:
    columns = [curve_column(curve, name) for name in CURVE_COLUMNS]
    words = (_text(breakdown), _text(group), _text(curve.cause or ""))
    return [
        (*words, *(_figure(value) for value in values))
        for values in zip(*columns, strict=True)
    ]


def _figure(value: Any) -> str:
    """Write a number as French spreadsheets read it, blank where undefined."""
    plain = number(value)
    return "" if plain is None else repr(plain).replace(".", ",")


def _blank(value: float | None) -> str:
    return "" if value is None else _figure(value)


def _text(value: str) -> str:
    """Keep a label from being read as a formula."""
    return f"'{value}" if value.startswith(_FORMULA_SIGNS) else value
