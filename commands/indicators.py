"""`parcours indicators`: re-engagement, or all indicators; released figures only."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from cohorts.disclosure.head_counts import PUBLIC
from cohorts.indicating import read_all_indicators
from cohorts.indicators.reading import rounding_caveat, share_words
from cohorts.indicators.reengagement import IndicatorAnswer, IndicatorRow, Rate
from cohorts.operations import read_indicators
from commands.indicators_text import board_as_json, board_as_text
from commands.opening import acting_context
from config.translation import _


def indicators(
    ctx: typer.Context,
    variant: Annotated[
        str, typer.Option(help="strict (formation) ou wide (formation ou emploi)")
    ] = "wide",
    by: Annotated[str | None, typer.Option(help="sex, age_band, qpv ou year")] = None,
    extract: Annotated[
        str | None, typer.Option(help="Nom de l’extrait ; sinon le dernier")
    ] = None,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Tous les indicateurs, par toutes ventilations"),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Réponse en JSON")] = False,
) -> None:
    """Lire le taux de raccrochage à 3, 6, 12 et 24 mois."""
    if everything:
        board = read_all_indicators(acting_context(ctx), extract=extract)
        typer.echo(board_as_json(board) if as_json else board_as_text(board))
        return
    answer = read_indicators(
        acting_context(ctx), extract=extract, variant=variant, breakdown=by
    )
    typer.echo(_as_json(answer) if as_json else _as_text(answer))


def _as_json(answer: IndicatorAnswer) -> str:
    fields = {
        "indicator": "taux_raccrochage",
        "variant": answer.variant,
        "breakdown": answer.breakdown,
        "rows": [asdict(row) for row in answer.rows],
        "hidden": dict(answer.hidden),
        "provenance": dict(vars(answer.released.provenance)),
        "disclosure": answer.released.rules_version,
    }
    return json.dumps(fields, ensure_ascii=False)


def _as_text(answer: IndicatorAnswer) -> str:
    months = [rate.months for rate in answer.rows[0].rates] if answer.rows else []
    heads = [_("{n} mois").format(n=n) for n in months]
    lines = [f"{'':<24}" + "".join(f"{head:>18}" for head in heads)]
    lines += [_line(row) for row in answer.rows]
    lines += [
        _("{group} : effectif trop faible, non montré").format(group=label)
        for label in answer.hidden
    ]
    if answer.released.rules_version != PUBLIC:
        lines.append(rounding_caveat())
    return "\n".join(lines)


def _line(row: IndicatorRow) -> str:
    name = f"{row.group} (n ≈ {row.n})"
    return f"{name:<24}" + "".join(f"{_cell(rate):>18}" for rate in row.rates)


def _cell(rate: Rate) -> str:
    if rate.estimate is None or rate.low is None or rate.high is None:
        return "—"
    return share_words(rate)
