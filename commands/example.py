"""`parcours example mvad`: a published study through the product's own doors."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.opening import chosen, instant
from config.translation import _


app = typer.Typer(
    add_completion=False, rich_markup_mode=None, help=_("Exemples sur données réelles.")
)
FOLDER = Path(__file__).parents[1] / "examples" / "mvad"
NAME, SENDER = "mvad", "etude"
AT, HORIZON = (1, 3, 6, 12, 24), 24
GROUPS = ("male", "funemp", "gcse5eq")


@app.callback()
def example() -> None:
    """Exemples sur données réelles."""


@app.command()
def mvad(
    ctx: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Option("--dir", help=_("Dossier neuf à garder ; sinon temporaire.")),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Réponse en JSON."))
    ] = False,
) -> None:
    """Rejouer mvad : de la table publiée aux courbes, par les portes du produit."""
    choice = chosen(ctx)
    kept = {k: v for k, v in choice.environ.items() if k[:9] != "PARCOURS_"}
    folder = folder or ctx.find_root().params.get("folder")
    with ExitStack() as stack:
        place = folder
        if place is None:
            base = stack.enter_context(tempfile.TemporaryDirectory(prefix="parcours-"))
            place = Path(base) / NAME
        answer = replay(place, environ=kept)
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        typer.echo(_told(answer))


def replay(folder: Path, *, environ: Mapping[str, str]) -> dict[str, Any]:
    """Take the table through intake, extract, cohort and estimates.

    Args:
        folder: a new folder for a territory of its own.
        environ: environment variables.

    Returns:
        kaplan_meier, aalen_johansen, and log_rank by group; times in calendar months.

    Raises:
        Failure: what any stage refuses.
    """
    from parcours.territory.opening import Territory

    Territory.create(folder, environ=environ, now=instant).close()
    shutil.copy(FOLDER / "conventions.yaml", folder / "config" / "conventions.yaml")
    shutil.copy(FOLDER / "cohort.yaml", folder / "config" / "cohorts" / "mvad.yaml")
    territory = Territory.open(folder, environ=environ, now=instant)
    try:
        _take_in(territory)
        return _estimates(_extract(territory), territory)
    finally:
        territory.close()


def _take_in(territory: Any) -> None:
    from parcours.intake.operations import load_file

    load_file(
        territory.context(territory.operator()),
        desk=territory.desk,
        source=FOLDER / "mvad.csv",
        template=str(FOLDER / "template.yaml"),
        organisation=SENDER,
        all_or_nothing=True,
    )


def _extract(territory: Any) -> Path:
    from parcours.extract.operations import create_extract
    from pseudonymisation.translate import Translator

    keys, vault = territory.places.keys, territory.places.vault_url
    with Translator.open(keys, vault) as translator:
        made = create_extract(
            territory.context(territory.operator()),
            translator=translator,
            name=NAME,
            territory_folder=territory.folder,
        )
    return made.folder


def _estimates(extract: Path, territory: Any) -> dict[str, Any]:
    from cohorts.definition.from_yaml import read_definitions
    from cohorts.estimates.analysis import analyse
    from cohorts.event_table.from_extract import count_extract
    from cohorts.risk_table.counts import counts_from_frame
    from parcours.engines.duckdb import DuckDB

    definition = read_definitions(territory.config)[NAME]
    groupings = [(f"attribute:{group}",) for group in GROUPS]
    with DuckDB() as engine:
        counted, _manifest = count_extract(
            engine, extract, definition, groupings=groupings
        )
    counts = {
        grouping: counts_from_frame(
            frame,
            causes=[cause.code for cause in definition.causes],
            clock=definition.clock,
        )
        for grouping, frame in counted.cells.items()
    }
    curves = {
        name: analyse(counts[()], method=method, at=AT, rmst=(HORIZON,)).as_dict()
        for name, method in (
            ("kaplan_meier", "kaplan-meier"),
            ("aalen_johansen", "aalen-johansen"),
        )
    }
    tests = {
        group: analyse(counts[grouping], method="log-rank").as_dict()
        for group, grouping in zip(GROUPS, groupings, strict=True)
    }
    return {**curves, "log_rank": tests}


def _told(answer: Mapping[str, Any]) -> str:
    curves = answer["aalen_johansen"]["groups"][0]["at"]
    lines = [
        _("{n} jeunes, {events} sorties du premier épisode sans emploi.").format(
            n=answer["kaplan_meier"]["n"], events=answer["kaplan_meier"]["n_events"]
        )
    ]
    labels = {"1": _("emploi"), "2": _("études ou formation")}
    lines += [
        _("  à {time} mois, {cause} : {estimate:.4f} ({low:.4f} à {high:.4f})").format(
            **{**at, "cause": labels[at["cause"]]}
        )
        for at in curves
    ]
    lines += [
        _("  {group} : log-rank p = {p:.5f}").format(
            group=group, p=estimate["tests"][0]["p"]
        )
        for group, estimate in answer["log_rank"].items()
    ]
    return "\n".join(lines)
