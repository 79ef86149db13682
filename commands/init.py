"""`parcours init DIR`: a new territory, ready for its first file."""

from pathlib import Path
from typing import Annotated

import typer

from commands.opening import chosen, instant
from config.translation import _
from parcours.territory import Territory, machine_user


def init(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help=_("Dossier neuf ou vide."))],
) -> None:
    """Créer un territoire : configuration à adapter, clés, bases, compte du poste."""
    environ = chosen(ctx).environ
    territory = Territory.create(folder, environ=environ, now=instant)
    territory.close()
    typer.echo(_("Territoire créé dans {folder}.").format(folder=folder))
    typer.echo(
        _("Compte du poste : {login} (rôle operator).").format(login=machine_user())
    )
    typer.echo(
        _("Gardez une copie de {keys} en lieu sûr : sans elle, rien ne se lit.").format(
            keys=territory.places.keys
        )
    )
