"""`parcours publish`: the public site of an edition that two persons agreed on."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from commands.opening import acting_context
from config.translation import _


def publish(
    ctx: typer.Context,
    out: Annotated[
        Path, typer.Option(file_okay=False, help=_("Dossier du site à écrire."))
    ],
    edition: Annotated[
        str | None,
        typer.Option(help=_("Référence de l’édition ; défaut : la dernière publiée.")),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Réponse en JSON."))
    ] = False,
) -> None:
    """Écrire le site public d’une édition acceptée par deux personnes."""
    from cohorts.publication.site import Stamp, make_site
    from cohorts.publication.writing import require_free, write_site
    from cohorts.publishing import read_published

    require_free(out)
    context = acting_context(ctx)
    view, content = read_published(context, ref=edition)
    own = view.edition
    stamp = Stamp(own.ref, own.digest, _day(own.published_at, context.time_zone))
    files = make_site(content, stamp)
    write_site(files, out)
    if as_json:
        told = {
            "edition": own.ref,
            "digest": own.digest,
            "as_of": own.as_of,
            "rules_version": own.rules_version,
            "files": len(files),
        }
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    text = _("Édition {ref} : {n} fichiers écrits dans « {folder} ».")
    typer.echo(text.format(ref=own.ref, n=len(files), folder=out.name))


def _day(instant: str, zone: str) -> date:
    return datetime.fromisoformat(instant).astimezone(ZoneInfo(zone)).date()
