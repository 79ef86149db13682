"""`parcours linkage reindex`: the blind index by the rules of today."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from commands.opening import acting_context, open_territory
from config.translation import _


def reindex(
    ctx: typer.Context,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Réponse en JSON."))
    ] = False,
) -> None:
    """Refaire l’index du coffre après un changement de règles, sans tout arrêter."""
    from parcours.keeping.keys import reindex as run

    territory = open_territory(ctx)
    done = run(acting_context(ctx, territory), desk=territory.desk)
    if as_json:
        typer.echo(json.dumps(asdict(done)))
        return
    if not done.proven:
        typer.echo(_("L’index du coffre suit déjà les règles actuelles."))
    else:
        told = _("Index refait : {indexed} identités indexées, {proven} vérifiées.")
        typer.echo(told.format(indexed=done.indexed, proven=done.proven))
    if done.older_tombstones:
        told = _(
            "{n} empreintes de personnes effacées datent d’autres règles : elles ne "
            "retiennent sûrement que par le code de la structure."
        )
        typer.echo(told.format(n=done.older_tombstones))
