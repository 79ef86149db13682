"""`parcours keys create|check`: the third place, apart from both stores."""

import json
from typing import Annotated

import typer

from commands.opening import acting_context, chosen, open_territory
from config.translation import _
from parcours.keeping.operations import check_keys
from parcours.territory.places import places
from pseudonymisation.keys.keyring import FILES, Keyring


app = typer.Typer(add_completion=False, rich_markup_mode=None, help=_("Clés."))
AsJson = Annotated[bool, typer.Option("--json", help=_("Réponse en JSON."))]


@app.command()
def create(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Créer les clés avant le territoire, là où PARCOURS_KEYS le dit."""
    choice = chosen(ctx)
    folder = places(choice.folder, choice.environ).keys
    Keyring.create(folder)
    if as_json:
        typer.echo(json.dumps({"files": list(FILES)}))
        return
    typer.echo(_("Clés créées dans {folder}.").format(folder=folder))


@app.command()
def check(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Contrôler que les clés ouvrent ce coffre, et qu’elles seules les lisent."""
    territory = open_territory(ctx)
    found = check_keys(acting_context(ctx, territory), desk=territory.desk)
    if as_json:
        typer.echo(json.dumps({"opens": True, "identities": found}))
        return
    typer.echo(_("Les clés ouvrent ce coffre."))
