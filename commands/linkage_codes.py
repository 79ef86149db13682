"""`parcours linkage refuse|join|files`: the young person's choice, two codes in hand.

Given under a case worker's account, `--as`: they answer for their own organisation.
No command shows an identity.
"""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from commands.opening import acting_context, open_territory
from config.translation import _


AsJson = Annotated[bool, typer.Option("--json", help=_("Réponse en JSON."))]
Confirmed = Annotated[
    bool, typer.Option("--yes", help=_("Ne pas demander confirmation."))
]
Person = Annotated[str, typer.Argument(help=_("Pseudonyme du parcours."))]


def refuse(
    ctx: typer.Context,
    person: Person,
    confirmed: Confirmed = False,
    as_json: AsJson = False,
) -> None:
    """Inscrire qu’un jeune refuse que ses dossiers soient rapprochés, pour toujours."""
    from parcours.matching.links import refuse_linkage

    territory = open_territory(ctx)
    context = acting_context(ctx, territory)
    if not confirmed:
        typer.confirm(
            _("Garder seul pour toujours le dossier de votre structure ?"), abort=True
        )
    alone = refuse_linkage(context, desk=territory.desk, person=person)
    if as_json:
        typer.echo(json.dumps({"refused": person, "person": alone}))
        return
    typer.echo(_("Enregistré : ce dossier reste seul, pour toujours. Son parcours :"))
    typer.echo(alone)


def join(
    ctx: typer.Context,
    organisation: Annotated[
        str, typer.Option(help=_("Code de l’autre structure (organisations.yaml)."))
    ],
    other_code: Annotated[
        str, typer.Option(help=_("Code du jeune dans l’autre structure."))
    ],
    code: Annotated[
        str | None, typer.Option(help=_("Code du jeune dans votre structure."))
    ] = None,
    person: Annotated[
        str | None, typer.Option(help=_("Ou le pseudonyme de son parcours."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Rapprocher deux parcours par leurs codes, quand vous avez les deux en main."""
    from parcours.matching.links import join_codes

    if (code is None) == (person is None):
        raise typer.BadParameter(_("Donnez --code ou --person, l’un des deux."))
    territory = open_territory(ctx)
    joined = join_codes(
        acting_context(ctx, territory),
        desk=territory.desk,
        other_organisation=organisation,
        other_code=other_code,
        code=code,
        person=person,
    )
    if as_json:
        typer.echo(json.dumps({"person": joined}))
        return
    typer.echo(_("Rapproché. Les deux dossiers forment maintenant le parcours :"))
    typer.echo(joined)


def files(ctx: typer.Context, person: Person, as_json: AsJson = False) -> None:
    """Lister les dossiers qui forment un parcours, et ceux qui n’en sont plus."""
    from parcours.matching.history import read_history

    territory = open_territory(ctx)
    context = acting_context(ctx, territory)
    lines = read_history(context, desk=territory.desk, person=person)
    if as_json:
        told = [asdict(line) for line in lines]
        typer.echo(json.dumps({"files": told}, default=str, ensure_ascii=False))
        return
    for line in lines:
        until = line.revoked_on or "…"
        typer.echo(
            f"{line.organisation}  {line.linked_on} → {until}  {line.decision}"
            f"  {line.by_role or '–'}"
        )
