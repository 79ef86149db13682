"""`parcours erase person PSEUDONYM`: a young person is forgotten."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from commands.opening import acting_context, open_territory
from config.translation import _, counted
from parcours.keeping.erasure import erase_person


app = typer.Typer(add_completion=False, rich_markup_mode=None, help=_("Effacement."))


@app.callback()
def erase() -> None:
    """Effacer."""


@app.command()
def person(
    ctx: typer.Context,
    pseudonym: Annotated[str, typer.Argument(help=_("Pseudonyme du jeune."))],
    confirmed: Annotated[
        bool, typer.Option("--yes", help=_("Ne pas demander confirmation."))
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Réponse en JSON."))
    ] = False,
) -> None:
    """Effacer un jeune pour de bon ; aucune sauvegarde ne le rend après rotation."""
    territory = open_territory(ctx)
    if not confirmed:
        typer.confirm(_("Effacer ce jeune pour toujours ?"), abort=True)
    done = erase_person(
        acting_context(ctx, territory), desk=territory.desk, person=pseudonym
    )
    if as_json:
        typer.echo(json.dumps(asdict(done)))
        return
    text = counted(
        done.subjects,
        one=_("Effacé : {n} dossier de structure."),
        many=_("Effacé : {n} dossiers de structures."),
    )
    typer.echo(text)
    if not done.scrubbed:
        typer.echo(_("Un lecteur tient encore le coffre : relancez doctor --repair."))
