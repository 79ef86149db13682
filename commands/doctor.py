"""`parcours doctor [--repair]`: is everything well, and if not, what to do."""

import json
from typing import Annotated

import typer

from commands.doctor_readers import READERS
from commands.opening import Chosen, acting_context, chosen, instant, open_territory
from commands.serve import interface_check
from config.failure import Failure
from config.translation import _
from parcours.keeping.operations import note_examination, note_repair
from parcours.territory.examination import Check, State, examine, worst
from parcours.territory.places import places
from parcours.territory.repair import repair


def doctor(
    ctx: typer.Context,
    mend: Annotated[
        bool, typer.Option("--repair", help=_("Réparer ce qui peut l’être."))
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Réponse en JSON."))
    ] = False,
) -> None:
    """Contrôler clés, bases, journal, configuration ; réparer avec --repair."""
    choice = chosen(ctx)
    found = places(choice.folder, choice.environ)
    mended = repair(found, now=instant) if mend and found.config.is_dir() else []
    checks = _examine(choice)
    _leave_a_line(ctx, checks, mended if mend else None)
    if as_json:
        typer.echo(json.dumps(_as_dict(checks, mended), ensure_ascii=False))
    else:
        typer.echo(_as_text(checks, mended))
    if worst(checks) is State.FAILED:
        raise typer.Exit(1)


def _examine(choice: Chosen) -> list[Check]:
    found = places(choice.folder, choice.environ)
    checks = examine(found, now=instant, readers=READERS)
    if not found.config.is_dir():
        return checks
    return [*checks, interface_check()]


def _leave_a_line(
    ctx: typer.Context, checks: list[Check], mended: list[str] | None
) -> None:
    """Audit the examination, unless what is broken is what audits."""
    try:
        context = acting_context(ctx, open_territory(ctx))
    except Failure:
        return
    n_findings = sum(check.state is not State.OK for check in checks)
    note_examination(context, n_findings=n_findings)
    if mended is not None:
        note_repair(context, done=mended)


def _as_dict(checks: list[Check], mended: list[str]) -> dict[str, object]:
    return {
        "state": worst(checks).name.lower(),
        "repaired": mended,
        "checks": [
            {
                "check": check.name,
                "state": check.state.name.lower(),
                "finding": check.finding,
                "remedy": check.remedy or None,
            }
            for check in checks
        ],
    }


def _as_text(checks: list[Check], mended: list[str]) -> str:
    marks = {State.OK: "ok", State.WARNING: "!", State.FAILED: "ÉCHEC"}
    lines = [_("Réparé : {name}").format(name=name) for name in mended]
    for check in checks:
        lines.append(f"{marks[check.state]:6} {check.name:28} {check.finding}")
        if check.remedy:
            lines.append(f"{'':35} → {check.remedy}")
    return "\n".join(lines)
