"""`parcours approvals list|agree|refuse`: the second person's word."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from commands.opening import acting_context
from config.translation import _
from parcours.approvals.operations import (
    ApprovalView,
    decide_approval,
    list_approvals,
)


app = typer.Typer(add_completion=False, rich_markup_mode=None, help=_("Accords."))
AsJson = Annotated[bool, typer.Option("--json", help=_("Réponse en JSON."))]
Ref = Annotated[str, typer.Argument(help=_("Référence de la demande."))]


@app.command("list")
def list_(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Lister les demandes d’accord."""
    _show(list_approvals(acting_context(ctx)), as_json=as_json)


@app.command()
def agree(ctx: typer.Context, ref: Ref, as_json: AsJson = False) -> None:
    """Donner son accord à la demande d’une autre personne."""
    told = decide_approval(acting_context(ctx), ref=ref, agree=True)
    _show([told], as_json=as_json)


@app.command()
def refuse(ctx: typer.Context, ref: Ref, as_json: AsJson = False) -> None:
    """Refuser la demande d’une autre personne."""
    told = decide_approval(acting_context(ctx), ref=ref, agree=False)
    _show([told], as_json=as_json)


def _show(views: list[ApprovalView], *, as_json: bool) -> None:
    if as_json:
        rows = [asdict(view) for view in views]
        typer.echo(json.dumps({"approvals": rows}, default=str, ensure_ascii=False))
        return
    states = {
        "waiting": _("attend {n} accord(s)"),
        "agreed": _("accordée"),
        "refused": _("refusée"),
        "used": _("utilisée"),
        "expired": _("expirée"),
    }
    for view in views:
        until = view.expires_at.date().isoformat()
        state = states[view.state].format(n=view.n_missing)
        told = f"{view.ref}  {view.kind} ({view.n_persons})  {view.asked_by}"
        typer.echo(f"{told}  {until}  {state}  {view.reason}")
