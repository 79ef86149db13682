"""`parcours cohort save | versions | diff`: definitions kept, and what changed."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.opening import acting_context
from config.reading import read_text
from config.translation import _


if TYPE_CHECKING:
    from cohorts.saved.store import Version


AsJson = Annotated[bool, typer.Option("--json", help=_("Réponse en JSON."))]
NAME_HELP = _("NOM, ou NOM@3 pour la troisième version.")


def save_file(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("Définition en YAML."))],
    note: Annotated[str, typer.Option(help=_("Pourquoi, en quelques mots."))] = "",
    draft: Annotated[
        bool, typer.Option("--draft", help=_("Garder comme brouillon."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Enregistrer une définition comme nouvelle version."""
    from cohorts.building import draft_of, save_definition

    context, text = acting_context(ctx), read_text(file)
    name = draft_of(context, text).definition.name
    saved = save_definition(context, name=name, text=text, note=note, as_draft=draft)
    if as_json:
        typer.echo(json.dumps(_fields(saved), ensure_ascii=False))
        return
    said = (
        _("Brouillon de « {name} » gardé. Définition : {hash}.")
        if saved.is_draft
        else _("« {name} », version {number}. Définition : {hash}.")
    )
    typer.echo(said.format(name=saved.name, number=saved.number, hash=saved.hash[:12]))


def list_saved(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help=_("Nom ; défaut : toutes."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Lister les versions enregistrées."""
    from cohorts.building import list_versions

    found = list_versions(acting_context(ctx), name=name)
    if as_json:
        rows = [_fields(one) for one in found]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for one in found:
        number = _("brouillon") if one.is_draft else str(one.number)
        day = one.saved_at.date().isoformat()
        line = f"{one.name}  {number}  {day}  {one.author}  {one.hash[:12]}  {one.note}"
        typer.echo(line.rstrip())
    if not found:
        typer.echo(_("Aucune définition enregistrée."))


def compare(
    ctx: typer.Context,
    first: Annotated[str, typer.Argument(help=NAME_HELP)],
    second: Annotated[str, typer.Argument(help=NAME_HELP)],
    as_json: AsJson = False,
) -> None:
    """Dire en clair ce qui change entre deux définitions."""
    from cohorts.building import compare_definitions

    found = compare_definitions(acting_context(ctx), first=first, second=second)
    if as_json:
        rows = [{"side": one.side, "text": one.text} for one in found]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for one in found:
        typer.echo(f"{'-' if one.side == 'gone' else '+'} {one.text}")
    if not found:
        typer.echo(_("Rien ne change."))


def _fields(one: "Version") -> dict[str, object]:
    return {
        "name": one.name,
        "version": None if one.is_draft else one.number,
        "author": one.author,
        "saved_at": one.saved_at.isoformat(),
        "note": one.note,
        "hash": one.hash,
    }
