"""`parcours intake FILE`, `parcours intake undo BATCH`: a partner’s file, in or out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from commands.intake_text import loaded_text, preview_text
from commands.opening import acting_context, open_territory
from config.translation import _, counted
from config.writing import keep_inputs, write_whole
from parcours.access.context import Context
from parcours.intake.answer import answer_csv, problem_lines
from parcours.intake.checking import Progress as Report
from parcours.intake.failures import RowsRefused
from parcours.intake.operations import load_file, preview_file, undo_batch
from parcours.intake.results import PartnerLine
from pseudonymisation.desk import Desk


REFUSED = 1


def load(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help=_("Fichier CSV ou XLSX.")),
    ],
    template: Annotated[
        str, typer.Option("--template", help=_("Modèle, ou chemin d’un modèle YAML."))
    ],
    organisation: Annotated[
        str | None, typer.Option("--organisation", help=_("Code de l’expéditeur."))
    ] = None,
    rows: Annotated[
        int | None, typer.Option("--rows", min=0, help=_("Nombre de lignes annoncé."))
    ] = None,
    file_date: Annotated[
        datetime | None,
        typer.Option(
            "--file-date", formats=["%Y-%m-%d"], help=_("Date d’arrêt du fichier.")
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Vérifier sans rien enregistrer."))
    ] = False,
    all_or_nothing: Annotated[
        bool,
        typer.Option("--all-or-nothing", help=_("Une ligne refusée refuse tout.")),
    ] = False,
    answer: Annotated[
        Path | None, typer.Option("--answer", help=_("CSV à renvoyer au partenaire."))
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Réponse en JSON."))
    ] = False,
) -> None:
    """Importer un fichier partenaire ; les lignes refusées sont listées."""
    if answer is not None:
        keep_inputs(answer, inputs=(file,))
    territory = open_territory(ctx)
    context = acting_context(ctx, territory)
    with _progress() as report:
        if dry_run:
            _preview(
                context,
                territory.desk,
                Sent(file, template, organisation, rows, all_or_nothing, answer),
                report,
                as_json,
            )
            return
        try:
            done = load_file(
                context,
                desk=territory.desk,
                source=file,
                template=template,
                organisation=organisation,
                declared_rows=rows,
                file_date=file_date.date() if file_date else None,
                all_or_nothing=all_or_nothing,
                with_answer=answer is not None,
                progress=report,
            )
        except RowsRefused as refusal:
            _write_answer(answer, problem_lines(refusal.refused, ()), context)
            raise
    _write_answer(answer, list(done.for_partner), context)
    typer.echo(_json(done.as_json()) if as_json else loaded_text(done))
    if done.refused and not done.accepted and not done.already_known:
        raise typer.Exit(REFUSED)


def undo(
    ctx: typer.Context,
    batch: Annotated[str, typer.Argument(help=_("Référence du lot."))],
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Réponse en JSON."))
    ] = False,
) -> None:
    """Retirer un lot ; les chiffres du jour redeviennent ceux d’avant."""
    territory = open_territory(ctx)
    context = acting_context(ctx, territory)
    done = undo_batch(context, desk=territory.desk, ref=batch)
    text = _("Lot {batch} retiré : {facts}.").format(
        batch=done.batch,
        facts=counted(
            done.withdrawn,
            one=_("{n} fait ne compte plus"),
            many=_("{n} faits ne comptent plus"),
        ),
    )
    typer.echo(_json(done.as_json()) if as_json else text)


@dataclass(frozen=True)
class Sent:
    """What the options say of the file."""

    file: Path
    template: str
    organisation: str | None
    rows: int | None
    all_or_nothing: bool
    answer: Path | None


def _preview(
    context: Context, desk: Desk, sent: Sent, report: Report | None, as_json: bool
) -> None:
    found = preview_file(
        context,
        desk=desk,
        source=sent.file,
        template=sent.template,
        organisation=sent.organisation,
        declared_rows=sent.rows,
        progress=report,
    )
    lines = problem_lines(found.refused, found.warnings)
    _write_answer(sent.answer, lines, context)
    typer.echo(_json(found.as_json()) if as_json else preview_text(found))
    useless = not found.accepted and not found.already_known
    if found.refused and (useless or sent.all_or_nothing):
        raise typer.Exit(REFUSED)  # as the load itself would end


@contextmanager
def _progress() -> Iterator[Report | None]:
    """Show a bar on a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn(_("Lecture")),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield report


def _write_answer(
    path: Path | None, lines: list[PartnerLine], context: Context
) -> None:
    if path is not None:
        text = answer_csv(lines, context.nomenclature)
        write_whole(path, text.encode("utf-8"))


def _json(answer: dict[str, object]) -> str:
    return json.dumps(answer, ensure_ascii=False)
