"""`parcours extract NAME`: a study's own tables, under its own pseudonyms."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

import typer

from commands.opening import acting_context, open_territory
from config.translation import _


def extract(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help=_("Nom de l’extrait."))],
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help=_("Le registre tel qu’il était ce jour-là.")
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Réponse en JSON."))
    ] = False,
) -> None:
    """Préparer un extrait pour l’évaluation : ni nom, ni code, ni texte libre."""
    from parcours.extract.operations import create_extract
    from pseudonymisation.translate import Translator

    territory = open_territory(ctx)
    day: date | None = None if as_of is None else as_of.date()
    keys, vault = territory.places.keys, territory.places.vault_url
    passphrase = territory.places.passphrase
    with Translator.open(keys, vault, passphrase) as translator:
        made = create_extract(
            acting_context(ctx, territory),
            translator=translator,
            name=name,
            as_of=day,
            territory_folder=territory.folder,
        )
    if as_json:
        typer.echo(json.dumps(asdict(made.manifest), ensure_ascii=False))
        return
    typer.echo(
        _("Extrait « {name} » au {day} : {n} jeunes, dans {folder}.").format(
            name=made.name,
            day=made.manifest.as_of,
            n=made.manifest.persons,
            folder=made.folder,
        )
    )
    for table, told in made.manifest.tables.items():
        typer.echo(_("  {table} : {n} lignes").format(table=table, n=told["rows"]))
