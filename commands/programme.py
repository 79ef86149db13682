"""`parcours programme export|import`: the programming list, out and back in."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from commands.opening import acting_context
from config.translation import _
from config.writing import write_whole
from parcours.intake.reading import read_bytes
from parcours.intake.settings import read_settings
from parcours.programme.failures import ListRefused
from parcours.programme.list_import import import_list, preview_list
from parcours.programme.listing import export_list


app = typer.Typer(add_completion=False, rich_markup_mode=None, help=_("Programmation."))
REFUSED = 1
AsJson = Annotated[bool, typer.Option("--json", help=_("Réponse en JSON."))]


@app.command("export")
def export(
    ctx: typer.Context,
    out: Annotated[
        Path, typer.Option(dir_okay=False, help=_("Fichier .xlsx à écrire."))
    ],
    year: Annotated[int | None, typer.Option(help=_("Année des appels."))] = None,
    blank: Annotated[
        bool, typer.Option("--blank", help=_("Le modèle vide, à remplir."))
    ] = False,
) -> None:
    """Écrire la programmation en tableau XLSX."""
    content = export_list(acting_context(ctx), year=year, is_blank=blank)
    write_whole(out, content)
    typer.echo(_("Liste écrite : {file}").format(file=out.name))


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help=_("Fichier CSV ou XLSX.")),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Montrer sans rien changer."))
    ] = False,
    confirmed: Annotated[
        bool,
        typer.Option(
            "--confirmed",
            help=_(
                "Les cellules à relire l’ont été : personne n’y est reconnaissable."
            ),
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Importer une liste de programmation, entière ou pas du tout."""
    context = acting_context(ctx)
    content = read_bytes(file, settings=read_settings(context.config))
    try:
        if dry_run or confirmed:
            told = preview_list(context, content=content, name=file.name)
        if not dry_run:
            keys = [one.key for one in told.doubts] if confirmed else []
            told = import_list(context, content=content, name=file.name, confirmed=keys)
    except ListRefused as refusal:
        if not as_json:
            raise
        fields = refusal.as_dict() | {"problems": [asdict(x) for x in refusal.problems]}
        typer.echo(json.dumps({"error": fields}, ensure_ascii=False))
        raise typer.Exit(REFUSED) from None
    if as_json:
        counts = {"new": told.n_new, "changed": told.n_changed, "same": told.n_same}
        changes = {"changes": [asdict(one) for one in told.changes]} if dry_run else {}
        changes |= {"doubts": [asdict(one) for one in told.doubts]} if dry_run else {}
        typer.echo(json.dumps(counts | changes, ensure_ascii=False, default=str))
        return
    if dry_run:
        for line in told.changes:
            typer.echo(f"{line.code}  {line.title}")
            for one in line.cells:
                typer.echo(f"  {one.column} : {_cell(one.before)} → {_cell(one.after)}")
    for doubt in told.doubts:
        line_said = _(
            "À relire : ligne {n}, colonne « {column} », semble contenir {what}."
        )
        n, column = doubt.line, doubt.column
        typer.echo(line_said.format(n=n, column=column, what=doubt.words))
    text = _("Demandes nouvelles : {new}, modifiées : {changed}, inchangées : {same}.")
    typer.echo(text.format(new=told.n_new, changed=told.n_changed, same=told.n_same))


def _cell(value: object) -> str:
    return "–" if value is None else str(value)
