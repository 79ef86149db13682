"""`parcours estimate`: the product's methods on anybody's table.

Opens no governed store: the table is the user's own, and the figures are exact. What
is printed for people is French; `--json` gives the stable form for programs.
"""

import json
from pathlib import Path
from typing import Annotated, Literal, cast

import typer

from cohorts.outside.answer import answer_table
from cohorts.outside.wish import ALIASES, METHODS, Wish
from commands.estimate_text import as_text
from config.translation import _


TIES = ("efron", "breslow", "exact")
LINKS = ("cloglog", "logit")
CLOCKS = ("total", "gap")

Table = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, help=_("Table CSV ou Parquet."))
]
Method = Annotated[
    str,
    typer.Option(
        help=_("Méthode : ")
        + ", ".join(METHODS)
        + "".join(f" ; {short} = {name}" for short, name in ALIASES.items())
    ),
]
Duration = Annotated[str | None, typer.Option(help=_("Colonne de la durée (sortie)."))]
Event = Annotated[str | None, typer.Option(help=_("Colonne 0/1, ou 0/1/2… par cause."))]
Entry = Annotated[
    str | None, typer.Option(help=_("Colonne de l’entrée en observation."))
]
Lower = Annotated[
    str | None, typer.Option(help=_("Colonne du dernier temps sans l’événement."))
]
Upper = Annotated[
    str | None,
    typer.Option(help=_("Colonne du premier temps avec lui (vide : non vu).")),
]
Group = Annotated[str | None, typer.Option(help=_("Colonne des groupes."))]
Covariates = Annotated[
    str, typer.Option(help=_("Covariables : age,factor(zone) (factor : par niveaux)."))
]
Weights = Annotated[str | None, typer.Option(help=_("Colonne des poids (> 0)."))]
Cluster = Annotated[
    str | None,
    typer.Option(help=_("Colonne de la personne, pour des erreurs robustes.")),
]
Strata = Annotated[str, typer.Option(help=_("Colonnes des strates : a,b"))]
Person = Annotated[str | None, typer.Option("--id", help=_("Colonne de la personne."))]
Start = Annotated[str | None, typer.Option(help=_("Début de l’épisode (exclu)."))]
Stop = Annotated[str | None, typer.Option(help=_("Fin de l’épisode."))]
StateFrom = Annotated[
    str | None, typer.Option("--from", help=_("Situation de l’épisode."))
]
StateTo = Annotated[
    str | None,
    typer.Option("--to", help=_("Situation à la fin ; « censor » ou vide : aucune.")),
]
At = Annotated[str, typer.Option(help=_("Temps de lecture : 3,6,12"))]
Rmst = Annotated[str, typer.Option(help=_("Horizons de la moyenne restreinte : 12,24"))]
Quantiles = Annotated[str, typer.Option(help=_("Parts dont le temps est lu : .25,.5"))]
Rho = Annotated[float, typer.Option(help=_("Poids des temps précoces d’un test."))]
Trend = Annotated[
    bool, typer.Option(help=_("Test de tendance selon l’ordre des groupes."))
]
TiesOf = Annotated[
    str | None,
    typer.Option(
        "--ties",
        help=_(
            "Ex æquo : efron (défaut de cox et firth), breslow (défaut de fine-gray) "
            "ou exact (cox)."
        ),
    ),
]
Link = Annotated[str, typer.Option(help=_("Lien du temps discret : cloglog ou logit."))]
PwpClock = Annotated[
    str,
    typer.Option(
        help=_(
            "Temps d’un modèle pwp : total (depuis l’origine) ou gap (depuis "
            "l’événement précédent)."
        )
    ),
]
Since = Annotated[
    float | None,
    typer.Option(
        help=_("Temps d’où suivre les passages entre situations ; défaut : le début.")
    ),
]
Confidence = Annotated[float, typer.Option(help=_("Niveau des intervalles."))]
AsJson = Annotated[bool, typer.Option("--json", help=_("Réponse en JSON."))]


def estimate(
    table: Table,
    method: Method,
    duration: Duration = None,
    event: Event = None,
    entry: Entry = None,
    lower: Lower = None,
    upper: Upper = None,
    group: Group = None,
    covariates: Covariates = "",
    weights: Weights = None,
    cluster: Cluster = None,
    strata: Strata = "",
    person: Person = None,
    start: Start = None,
    stop: Stop = None,
    state_from: StateFrom = None,
    state_to: StateTo = None,
    at: At = "",
    rmst: Rmst = "",
    quantiles: Quantiles = "",
    rho: Rho = 0.0,
    trend: Trend = False,
    ties: TiesOf = None,
    link: Link = "cloglog",
    clock: PwpClock = "total",
    since: Since = None,
    confidence: Confidence = 0.95,
    as_json: AsJson = False,
) -> None:
    """Analyser une table : courbes, incidences, tests, régressions, situations."""
    method = ALIASES.get(method, method)
    _among("--method", method, METHODS)
    _among("--clock", clock, CLOCKS)
    if ties is not None:
        _among("--ties", ties, TIES)
    _among("--link", link, LINKS)
    if not 0 < confidence < 1:
        raise typer.BadParameter(_("--confidence est entre 0 et 1, exclus."))
    wish = Wish(
        method=method,
        duration=duration,
        event=event,
        entry=entry,
        lower=lower,
        upper=upper,
        group=group,
        covariates=_names(covariates),
        weights=weights,
        cluster=cluster,
        strata=_names(strata),
        person=person,
        start=start,
        stop=stop,
        state_from=state_from,
        state_to=state_to,
        at=_numbers("--at", at),
        rmst=_numbers("--rmst", rmst),
        quantiles=_shares(quantiles),
        rho=rho,
        trend=trend,
        ties=cast("Literal['efron', 'breslow', 'exact'] | None", ties),
        link=cast("Literal['cloglog', 'logit']", link),
        clock=cast("Literal['total', 'gap']", clock),
        since=since,
        confidence=confidence,
    )
    answer = answer_table(table, wish)
    typer.echo(json.dumps(answer.as_dict()) if as_json else as_text(answer))


def _among(option: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise typer.BadParameter(
            _("{option} est l’un de : {names}.").format(
                option=option, names=", ".join(allowed)
            )
        )


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _shares(text: str) -> tuple[float, ...]:
    values = _numbers("--quantiles", text)
    if any(not 0 < value < 1 for value in values):
        raise typer.BadParameter(_("--quantiles sont entre 0 et 1, exclus."))
    return values


def _numbers(option: str, text: str) -> tuple[float, ...]:
    try:
        values = tuple(float(part) for part in text.split(",") if part.strip())
    except ValueError:
        values = (-1.0,)
    if any(not 0 <= value < float("inf") for value in values):
        raise typer.BadParameter(
            _("{option} attend des nombres positifs séparés par des virgules.").format(
                option=option
            )
        )
    return values
