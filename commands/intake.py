"""`parcours intake FILE`, `parcours intake undo BATCH`: a partner’s file, in or out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from commands.opening import acting_context, open_territory
from config.translation import _
from parcours.access.context import Context
from parcours.intake.answer import answer_csv, problem_lines
from parcours.intake.checking import Progress as Report
from parcours.intake.failures import RowsRefused
from parcours.intake.operations import load_file, preview_file, undo_batch
from parcours.intake.refusals import Refusal, rule_text
from parcours.intake.results import IntakeAnswer, PartnerLine, Preview
from pseudonymisation.desk import Desk


FIRST_PROBLEMS = 10
REFUSED = 1


def load(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("Fichier CSV ou XLSX."))],
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
    territory = open_territory(ctx)
    context = acting_context(ctx, territory)
    with _progress() as report:
        if dry_run:
            _preview(
                context,
                territory.desk,
                Sent(file, template, organisation, rows),
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
    typer.echo(_json(done.as_json()) if as_json else _loaded_text(done))
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
    text = _("Lot {batch} retiré : {n} faits ne comptent plus.").format(
        batch=done.batch, n=done.withdrawn
    )
    typer.echo(_json(done.as_json()) if as_json else text)


class Sent:
    """What the options say of the file."""

    def __init__(
        self, file: Path, template: str, organisation: str | None, rows: int | None
    ) -> None:
        self.file, self.template = file, template
        self.organisation, self.rows = organisation, rows


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
    typer.echo(_json(found.as_json()) if as_json else _preview_text(found))


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
        path.write_text(text, encoding="utf-8", newline="")


def _json(answer: dict[str, object]) -> str:
    return json.dumps(answer, ensure_ascii=False)


def _preview_text(found: Preview) -> str:
    lines = [
        _("Aperçu : rien n’est enregistré."),
        _("Modèle {template}, expéditeur {organisation}, encodage {encoding}").format(
            template=found.template,
            organisation=found.organisation,
            encoding=found.encoding,
        ),
        _("{n} lignes : {a} à charger, {k} déjà connues, {r} refusées").format(
            n=found.rows,
            a=found.accepted,
            k=found.already_known,
            r=len({refusal.line for refusal in found.refused}),
        ),
        _difference(found.difference),
    ]
    if found.sheet is not None:
        lines.append(_("Feuille : {sheet}").format(sheet=found.sheet))
    if found.total_lines:
        lines.append(_("Lignes de total passées : {n}").format(n=found.total_lines))
    if found.accents:
        places = ", ".join(f"{line} ({column})" for line, column in found.accents)
        lines.append(_("Accents à relire, ligne (colonne) : {p}").format(p=places))
    lines += _columns(found.dropped_columns, found.unknown_columns)
    return "\n".join(lines + _problems(found.refused))


def _loaded_text(done: IntakeAnswer) -> str:
    lines = [
        _("Lot {batch}").format(batch=done.batch or "—"),
        _("{n} lignes : {a} chargées, {k} déjà connues, {r} refusées").format(
            n=done.rows,
            a=done.accepted,
            k=done.already_known,
            r=len({refusal.line for refusal in done.refused}),
        ),
        _difference(done.difference),
        _("{n} jeunes nouveaux, {m} reconnus, {q} à vérifier ; {f} faits").format(
            n=done.persons_new,
            m=done.persons_linked,
            q=done.to_review,
            f=done.facts,
        ),
    ]
    forbidden = done.dropped_columns[
        : len(done.dropped_columns) - len(done.unknown_columns)
    ]
    lines += _columns(forbidden, done.unknown_columns)
    return "\n".join(lines + _problems(done.refused))


def _difference(counts: dict[str, int]) -> str:
    return _("{new} nouvelles, {changed} changées, {gone} disparues").format(
        new=counts["new"], changed=counts["changed"], gone=counts["disappeared"]
    )


def _columns(forbidden: tuple[str, ...], unknown: tuple[str, ...]) -> list[str]:
    lines = []
    if forbidden:
        names = ", ".join(forbidden)
        lines.append(_("Colonnes interdites, non lues : {names}").format(names=names))
    if unknown:
        names = ", ".join(unknown)
        lines.append(_("Colonnes hors modèle, écartées : {names}").format(names=names))
    return lines


def _problems(refused: tuple[Refusal, ...]) -> list[str]:
    lines = [
        _("  ligne {line}, colonne « {column} » : {code} {rule}").format(
            line=r.line, column=r.column or "—", code=r.code, rule=rule_text(r.code)
        )
        for r in refused[:FIRST_PROBLEMS]
    ]
    more = len(refused) - len(lines)
    return [*lines, _("  … et {n} autres").format(n=more)] if more > 0 else lines
