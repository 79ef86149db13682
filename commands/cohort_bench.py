"""`parcours cohort model`, `states`, `paths`, `exposure`: the evaluators' bench.

The operations are those of the page; what is printed is no finer than what the page
shows: head counts as they may be told, shares to the per cent, ratios to two digits.
"""

import json
from typing import Annotated, Any, Literal, cast

import typer

from commands.opening import acting_context
from config.translation import _


KINDS = ("cox", "fine-gray", "discrete", "firth")
DISTANCES = ("om", "hamming", "dynamic_hamming")
METHODS = ("pam", "ward")
MOST_MONTHS = 120

Name = Annotated[str, typer.Argument(help=_("Nom de la définition."))]
AsJson = Annotated[bool, typer.Option("--json", help=_("Réponse en JSON."))]
ExtractName = Annotated[
    str | None, typer.Option("--extract", help=_("Extraction ; défaut : la dernière."))
]
Outcome = Annotated[
    str | None, typer.Option(help=_("Issue étudiée ; défaut : la première."))
]
Months = Annotated[
    int, typer.Option(min=1, max=MOST_MONTHS, help=_("Durée suivie, en mois."))
]


def model(
    ctx: typer.Context,
    name: Name,
    covariates: Annotated[
        str, typer.Option(help=_("Ventilations de la définition : sex,age_band"))
    ] = "",
    outcome: Outcome = None,
    kind: Annotated[str, typer.Option(help=_("Modèle : ") + ", ".join(KINDS))] = KINDS[
        0
    ],
    extract: ExtractName = None,
    as_json: AsJson = False,
) -> None:
    """Dire ce qui va avec une issue plus précoce, dans une cohorte."""
    from cohorts.breakdowns import group_names
    from cohorts.workbench.models import Kind, fit_cohort_model
    from commands.cohort_bench_text import model_fields, model_text

    _among("--kind", kind, KINDS)
    context = acting_context(ctx)
    answer = fit_cohort_model(
        context,
        name=name,
        covariates=_names(covariates),
        cause=outcome,
        kind=cast("Kind", kind),
        extract=extract,
    )
    _print(
        model_fields(answer)
        if as_json
        else model_text(
            answer, lambda group, code: group_names(context, group, [code])[code]
        )
    )


def states(
    ctx: typer.Context,
    name: Name,
    months: Months = 24,
    extract: ExtractName = None,
    as_json: AsJson = False,
) -> None:
    """Dire où sont les jeunes d’une cohorte, mois après mois."""
    from cohorts.workbench.states import follow_states
    from commands.cohort_bench_text import states_fields, states_text

    answer = follow_states(
        acting_context(ctx), name=name, extract=extract, horizon_months=months
    )
    _print(states_fields(answer) if as_json else states_text(answer))


def paths(
    ctx: typer.Context,
    name: Name,
    months: Months = 24,
    types: Annotated[
        int | None,
        typer.Option(min=2, max=8, help=_("Nombre de types ; défaut : auto.")),
    ] = None,
    distance: Annotated[
        str, typer.Option(help=_("Distance : ") + ", ".join(DISTANCES))
    ] = DISTANCES[0],
    method: Annotated[
        str, typer.Option(help=_("Regroupement : ") + ", ".join(METHODS))
    ] = METHODS[0],
    extract: ExtractName = None,
    as_json: AsJson = False,
) -> None:
    """Réunir les parcours d’une cohorte en types."""
    from cohorts.workbench.paths import type_paths
    from commands.cohort_bench_text import paths_fields, paths_text

    _among("--distance", distance, DISTANCES)
    _among("--method", method, METHODS)
    answer = type_paths(
        acting_context(ctx),
        name=name,
        extract=extract,
        months=months,
        n_types=types,
        distance=cast("Literal['om', 'hamming', 'dynamic_hamming']", distance),
        method=cast("Literal['pam', 'ward']", method),
    )
    _print(paths_fields(answer) if as_json else paths_text(answer))


def exposure(
    ctx: typer.Context,
    name: Name,
    kinds: Annotated[str, typer.Option(help=_("Codes des actions qui exposent : a,b"))],
    outcome: Outcome = None,
    extract: ExtractName = None,
    as_json: AsJson = False,
) -> None:
    """Comparer, au fil du temps, ceux qu’une action a déjà touchés et les autres."""
    from cohorts.workbench.exposures import follow_exposure
    from commands.cohort_bench_text import exposure_fields, exposure_text

    answer = follow_exposure(
        acting_context(ctx),
        name=name,
        kinds=_names(kinds),
        cause=outcome,
        extract=extract,
    )
    _print(exposure_fields(answer) if as_json else exposure_text(answer))


def _print(answer: str | dict[str, Any]) -> None:
    is_text = isinstance(answer, str)
    typer.echo(answer if is_text else json.dumps(answer, ensure_ascii=False))


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _among(option: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise typer.BadParameter(
            _("{option} est l’un de : {names}.").format(
                option=option, names=", ".join(allowed)
            )
        )
