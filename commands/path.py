"""`parcours path PSEUDONYM`: one young person's path, without their name."""

import json
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from commands.opening import acting_context
from config.translation import _, label
from parcours.people.operations import read_path
from parcours.people.path_view import PathView


def path(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(help="Pseudonyme v1.record.…")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Jour de connaissance, AAAA-MM-JJ")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Réponse en JSON")] = False,
) -> None:
    """Lire un parcours, tel qu’il était connu un jour donné."""
    context = acting_context(ctx)
    day = date.fromisoformat(as_of) if as_of else None
    view = read_path(context, person=person, as_of=day)
    if as_json:
        typer.echo(json.dumps(asdict(view), default=str, ensure_ascii=False))
        return
    words = context.nomenclature.situations
    names = {code: label(word.labels) for code, word in words.items()}
    typer.echo(_text(view, names))


def _text(view: PathView, names: dict[str, str]) -> str:
    lines = [_("Parcours au {day}").format(day=view.as_of.isoformat())]
    lines += [
        f"  {spell.starts_on} → {spell.ends_on}  "
        f"{names.get(spell.situation, _('Situation inconnue'))}"
        for spell in view.spells
    ]
    n = len(view.interventions)
    lines.append(_("{n} interventions, {m} contacts").format(n=n, m=len(view.contacts)))
    return "\n".join(lines)
