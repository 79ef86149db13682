"""`parcours init DIR`: a new territory, ready for its first file."""

from pathlib import Path
from typing import Annotated

import typer

from cohorts.disclosure.ledger import ReleaseLedger
from commands.opening import chosen, instant
from config.translation import _
from parcours.territory.founding import close_to_others
from parcours.territory.opening import Territory, machine_user
from parcours.territory.places import Places


def init(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help=_("Dossier neuf ou vide."))],
) -> None:
    """Créer un territoire : configuration à adapter, clés, bases, compte du poste."""
    environ = chosen(ctx).environ
    territory = Territory.create(folder, environ=environ, now=instant)
    territory.close()
    make_evaluation_store(territory.places)
    typer.echo(_("Territoire créé dans {folder}.").format(folder=folder))
    typer.echo(
        _("Compte du poste : {login} (rôle operator).").format(login=machine_user())
    )
    typer.echo(
        _("Gardez une copie de {keys} en lieu sûr : sans elle, rien ne se lit.").format(
            keys=territory.places.keys
        )
    )


def make_evaluation_store(found: Places) -> None:
    """Make the evaluators' own store, which `cohorts` alone knows, closed to others.

    Args:
        found: where the territory's parts lie.
    """
    ReleaseLedger(f"sqlite:///{found.folder / 'evaluation.db'}").close()
    close_to_others(found)
