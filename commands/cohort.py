"""`parcours cohort`: list the definitions, explain one, run one on an extract."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands import cohort_bench
from commands.cohort_guards import show_guards
from commands.cohort_versions import compare, list_saved, save_file
from commands.opening import acting_context
from config.failure import Failure
from config.translation import _, label
from config.writing import write_whole


if TYPE_CHECKING:  # the analysis takes a second to import; `--help` does without
    from cohorts.answer import CohortAnswer, LinkageEffect


ENGINES = ("duckdb",)
LATER_ENGINES = ("spark", "postgres", "sqlite")

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=_("Promotions de jeunes : définitions et calculs."),
)

Name = Annotated[str, typer.Argument(help=_("Nom de la définition."))]
AsJson = Annotated[bool, typer.Option("--json", help=_("Réponse en JSON."))]
Groups = Annotated[
    list[str] | None,
    typer.Option("--group", help=_("Ventilation ; répétable. Défaut : toutes.")),
]


class EngineNotThere(Failure):
    """The engine is planned and not installed."""

    code = "COHORT-005"

    def __init__(self) -> None:
        super().__init__(
            _("Ce moteur de calcul n’est pas encore disponible."),
            not_done=_("La cohorte n’a pas été constituée."),
            remedy=_("Moteurs disponibles : {names}.").format(names=", ".join(ENGINES)),
        )


app.command("save")(save_file)
app.command("versions")(list_saved)
app.command("diff")(compare)
app.command("guards")(show_guards)
app.command("model")(cohort_bench.model)
app.command("states")(cohort_bench.states)
app.command("paths")(cohort_bench.paths)
app.command("exposure")(cohort_bench.exposure)


@app.command("list")
def list_definitions(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Lister les définitions du territoire."""
    from cohorts.operations import list_cohorts

    found = list_cohorts(acting_context(ctx))
    if as_json:
        rows = [
            {"name": d.name, "label": d.label, "hash": d.hash, "groups": list(d.groups)}
            for d in found
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    width = max((len(d.name) for d in found), default=0)
    for definition in found:
        typer.echo(f"{definition.name.ljust(width)}  {label(definition.label)}")


@app.command("explain")
def explain_definition(ctx: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """Expliquer une définition en clair."""
    from cohorts.definition.explain import as_lines
    from cohorts.operations import explain_cohort

    explanation = explain_cohort(acting_context(ctx), name=name)
    if as_json:
        typer.echo(json.dumps(asdict(explanation), ensure_ascii=False))
        return
    typer.echo("\n".join(as_lines(explanation)))


@app.command("run")
def run_definition(
    ctx: typer.Context,
    name: Name,
    extract: Annotated[
        str | None, typer.Option(help=_("Extraction ; défaut : la dernière."))
    ] = None,
    engine: Annotated[str, typer.Option(help=_("Moteur de calcul."))] = ENGINES[0],
    out: Annotated[
        Path | None,
        typer.Option(file_okay=False, help=_("Dossier des figures publiables.")),
    ] = None,
    group: Groups = None,
    as_json: AsJson = False,
) -> None:
    """Calculer une cohorte : attrition, jeunes à risque, estimations, écarts."""
    from cohorts.charts.linkage import effect_sentence
    from cohorts.operations import list_cohorts, read_linkage_effect, run_cohort
    from commands.cohort_text import as_text

    _check_engine(engine)
    context = acting_context(ctx)
    groups = tuple(group or ())
    if not groups:
        found = {d.name: d.groups for d in list_cohorts(context)}
        groups = found.get(name, ())
    answer = run_cohort(context, name=name, extract=extract, groups=groups)
    effect = read_linkage_effect(context, name=name, extract=extract)
    if as_json:
        fields = {**as_fields(answer), "linkage": effect_fields(effect)}
        typer.echo(json.dumps(fields, ensure_ascii=False))
    else:
        told = as_text(answer, lambda name: _names(context, answer, name))
        typer.echo(f"{told}\n\n{effect_sentence(effect)}")
    if out is not None:
        _write_files(context, answer, out=out, extract=extract, groups=groups)


def _names(context: Any, answer: "CohortAnswer", breakdown: str) -> dict[str, str]:
    """Name the released groups of a breakdown, "" = the whole."""
    from cohorts.breakdowns import group_names

    part = answer.released_by_group[breakdown] if breakdown else answer.released
    if part is None:
        return {}
    labels = [*(group.group for group in part.estimate.groups), *part.hidden]
    return group_names(context, breakdown or None, labels)


@app.command("rerun")
def rerun_result(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(dir_okay=False, exists=True, help=_("Fichier de résultat.")),
    ],
    as_json: AsJson = False,
) -> None:
    """Recalculer un résultat : mêmes chiffres, ou ce qui diffère."""
    from cohorts.report.rerun import as_lines
    from cohorts.reporting import rerun_cohort

    found = rerun_cohort(acting_context(ctx), content=file.read_bytes(), file=file.name)
    if as_json:
        typer.echo(json.dumps(found.as_dict(), ensure_ascii=False))
    else:
        typer.echo("\n".join(as_lines(found)))
    if not found.is_same:
        raise typer.Exit(1)


def as_fields(answer: "CohortAnswer") -> dict[str, Any]:
    """Give an answer as plain fields, for `--json`.

    Args:
        answer: the analysed cohort.

    Returns:
        definition, extract, flow (attrition, exits), and the released estimates: null
        where nothing may be released. Exact ones stay on the evaluators' page, unless
        the data are public.
    """
    released = answer.released
    return {
        "cohort": answer.definition.name,
        "definition_hash": answer.definition.hash,
        "rules_version": answer.definition.rules_version,
        "extract": answer.manifest.extract,
        "as_of": answer.manifest.as_of.isoformat(),
        "disclosure": answer.manifest.disclosure,
        "clock": answer.definition.clock,
        **answer.flow.as_dict(),
        "estimate": None if released is None else released.estimate.as_dict(),
        "groups": {
            name: part.estimate.as_dict()
            for name, part in answer.released_by_group.items()
        },
        "released": None if released is None else released.as_dict(),
        "refusals": dict(answer.refusals),
        "warnings": [
            {"breakdown": name or None} | one.as_dict()
            for name, found in answer.released_cautions.items()
            for one in found
        ],
    }


def effect_fields(effect: "LinkageEffect") -> dict[str, Any]:
    """Give what linkage errors could do as plain fields, for `--json`.

    Args:
        effect: released figures under other links.

    Returns:
        recorded, pessimistic, optimistic: the figures at the horizons, null where the
        variant changes fewer cases than may be told.
    """
    told = {
        "recorded": effect.recorded,
        "pessimistic": effect.pessimistic,
        "optimistic": effect.optimistic,
    }
    return {
        name: None if one is None else one.estimate.as_dict()["groups"][0].get("at", [])
        for name, one in told.items()
    }


def _check_engine(engine: str) -> None:
    if engine in LATER_ENGINES:
        raise EngineNotThere
    if engine not in ENGINES:
        raise typer.BadParameter(
            _("Moteurs disponibles : {names}.").format(names=", ".join(ENGINES))
        )


def _write_files(
    context: Any,
    answer: "CohortAnswer",
    *,
    out: Path,
    extract: str | None,
    groups: tuple[str, ...],
) -> None:
    """Write the released figures; exact ones never leave by a file."""
    from cohorts.operations import export_cohort
    from cohorts.reporting import download_cohort

    export = export_cohort(
        context, name=answer.definition.name, extract=extract, groups=groups
    )
    out.mkdir(parents=True, exist_ok=True)
    result = download_cohort(
        context,
        name=answer.definition.name,
        kind="result",
        extract=extract,
        groups=groups,
    )
    out.mkdir(parents=True, exist_ok=True)
    write_whole(out / f"{export.stem}.csv", export.csv)
    write_whole(out / f"{export.stem}.json", export.json)
    write_whole(out / f"{export.stem}.resultat.json", result.content)
