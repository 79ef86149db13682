"""`parcours estimate`: the product's methods on anybody's table.

Opens no governed store: the table is the user's own, and the figures are exact. What
is printed for people is French; `--json` gives the stable form for programs.
"""

import json
from pathlib import Path
from typing import Annotated

import typer

from cohorts.estimates.analysis import METHODS, analyse
from cohorts.estimates.failures import MethodNotThere
from cohorts.estimates.results import Estimate
from cohorts.event_table.from_file import Columns, read_outside_table
from cohorts.risk_table.counts import counts_from_frame
from commands.estimate_text import as_text
from config.translation import _


PLANNED = (
    "gray",
    "cox",
    "fine-gray",
    "discrete-time",
    "turnbull",
    "multi-state",
    "mean-cumulative",
    "andersen-gill",
)

Table = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, help=_("Table CSV ou Parquet."))
]
Method = Annotated[str, typer.Option(help=_("Méthode : ") + ", ".join(METHODS))]
Duration = Annotated[str | None, typer.Option(help=_("Colonne de la durée (sortie)."))]
Event = Annotated[str | None, typer.Option(help=_("Colonne 0/1, ou 0/1/2… par cause."))]
Entry = Annotated[
    str | None, typer.Option(help=_("Colonne de l’entrée en observation."))
]
Group = Annotated[str | None, typer.Option(help=_("Colonne des groupes."))]
Weights = Annotated[str | None, typer.Option(help=_("Colonne des poids (> 0)."))]
At = Annotated[str, typer.Option(help=_("Temps de lecture : 3,6,12"))]
Rmst = Annotated[str, typer.Option(help=_("Horizons de la moyenne restreinte : 12,24"))]
Confidence = Annotated[float, typer.Option(help=_("Niveau des intervalles."))]
AsJson = Annotated[bool, typer.Option("--json", help=_("Réponse en JSON."))]


def estimate(
    table: Table,
    method: Method,
    duration: Duration = None,
    event: Event = None,
    entry: Entry = None,
    group: Group = None,
    weights: Weights = None,
    at: At = "",
    rmst: Rmst = "",
    confidence: Confidence = 0.95,
    as_json: AsJson = False,
) -> None:
    """Analyser une table : courbes de survie, incidences par cause, tests."""
    _check_method(method)
    if duration is None or event is None:
        raise typer.BadParameter(_("Nommez les colonnes --duration et --event."))
    if not 0 < confidence < 1:
        raise typer.BadParameter(_("--confidence est entre 0 et 1, exclus."))
    answer = estimate_table(
        table,
        method=method,
        columns=Columns(duration, event, entry=entry, group=group, weight=weights),
        at=_numbers("--at", at),
        rmst=_numbers("--rmst", rmst),
        confidence=confidence,
    )
    typer.echo(json.dumps(answer.as_dict()) if as_json else as_text(answer))


def estimate_table(
    table: Path,
    *,
    method: str,
    columns: Columns,
    at: list[float],
    rmst: list[float],
    confidence: float,
) -> Estimate:
    """Count a table and compute one method on the counts.

    Args:
        table: CSV or Parquet.
        method: one of `cohorts.estimates.analysis.METHODS`.
        columns: which column says what.
        at: times at which curves are read, in the table's own unit.
        rmst: horizons of the restricted mean.
        confidence: width of the intervals, strictly between 0 and 1.

    Returns:
        The estimate.

    Raises:
        Failure: the table or the wish is refused, with the reason.
    """
    outside = read_outside_table(table, columns=columns)
    counts = counts_from_frame(outside.cells, causes=outside.causes, clock="unstated")
    notes = []
    if outside.weights_counted:
        notes.append(_("poids entiers : chaque ligne compte autant que son poids"))
    return analyse(
        counts, method=method, at=at, rmst=rmst, confidence=confidence
    ).with_notes(notes)


def _check_method(method: str) -> None:
    if method in PLANNED:
        raise MethodNotThere(method, METHODS)
    if method not in METHODS:
        raise typer.BadParameter(
            _("Méthode inconnue. Méthodes disponibles : {names}.").format(
                names=", ".join(METHODS)
            )
        )


def _numbers(option: str, text: str) -> list[float]:
    try:
        values = [float(part) for part in text.split(",") if part.strip()]
    except ValueError:
        values = [-1.0]
    if any(not 0 <= value < float("inf") for value in values):
        raise typer.BadParameter(
            _("{option} attend des nombres positifs séparés par des virgules.").format(
                option=option
            )
        )
    return values
