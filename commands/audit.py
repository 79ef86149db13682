"""`parcours audit verify`: does the chain of the journal hold?"""

import json
from typing import Annotated

import typer

from commands.opening import acting_context
from config.translation import _
from parcours.access.journal import verify_journal
from parcours.audit.verify import Checkpoint, Verdict


app = typer.Typer(
    add_completion=False, rich_markup_mode=None, help=_("Journal d’audit.")
)


@app.callback()
def audit() -> None:
    """Vérifier le journal d’audit."""


@app.command()
def verify(
    ctx: typer.Context,
    against: Annotated[
        str | None,
        typer.Option(help=_("Point de contrôle NUMÉRO:EMPREINTE gardé ailleurs.")),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Réponse en JSON."))
    ] = False,
) -> None:
    """Vérifier la chaîne : modifications, retraits, ajouts, échanges, trous."""
    checkpoint = None if against is None else _checkpoint(against)
    verdict = verify_journal(acting_context(ctx), against=checkpoint)
    typer.echo(
        json.dumps(_as_dict(verdict), ensure_ascii=False)
        if as_json
        else _as_text(verdict)
    )
    if not verdict.holds:
        raise typer.Exit(1)


def _checkpoint(text: str) -> Checkpoint:
    seq, _colon, digest = text.partition(":")
    if not seq.isdigit() or not digest:
        raise typer.BadParameter(_("--against s’écrit NUMÉRO:EMPREINTE."))
    return Checkpoint(int(seq), digest)


def _as_dict(verdict: Verdict) -> dict[str, object]:
    end = verdict.end
    return {
        "holds": verdict.holds,
        "lines": verdict.n_lines,
        "broken_at": verdict.broken_at,
        "how": None if verdict.how is None else verdict.how.value,
        "checkpoint": None if end is None else f"{end.seq}:{end.hash}",
        "limits": verdict.limits(),
    }


def _as_text(verdict: Verdict) -> str:
    end = verdict.end
    if verdict.holds:
        first = _("Journal intact : {n} lignes.").format(n=verdict.n_lines)
    else:
        first = _("Journal rompu à la ligne {n} ({how}).").format(
            n=verdict.broken_at, how="" if verdict.how is None else verdict.how.value
        )
    lines = [first]
    if end is not None:
        lines.append(
            _("Point de contrôle à garder ailleurs : {seq}:{hash}").format(
                seq=end.seq, hash=end.hash
            )
        )
    return "\n".join([*lines, verdict.limits()])
