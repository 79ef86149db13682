"""`parcours cohort guards`: what could mislead about a cohort, figures side by side."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.opening import acting_context
from config.translation import _


if TYPE_CHECKING:  # the analysis takes a second to import; `--help` does without
    from cohorts.answer import GuardAnswer, Twin


def show_guards(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help=_("Nom de la définition."))],
    extract: Annotated[
        str | None, typer.Option(help=_("Extraction ; défaut : la dernière."))
    ] = None,
    group: Annotated[str, typer.Option(help=_("Une ventilation."))] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Réponse en JSON."))
    ] = False,
) -> None:
    """Dire ce qui pourrait tromper : été, nouvelles anciennes, perdus de vue."""
    from cohorts.operations import read_guards

    context = acting_context(ctx)
    answer = read_guards(context, name=name, extract=extract, group=group)
    if as_json:
        typer.echo(json.dumps(as_fields(answer), ensure_ascii=False))
        return
    typer.echo("\n".join(as_lines(context, answer)))


def as_lines(context: Any, answer: "GuardAnswer") -> list[str]:
    """Lay what could mislead out for a terminal.

    Args:
        context: for the territory's words.
        answer: released figures.

    Returns:
        Lines, in the language in use.
    """
    from cohorts.breakdowns import group_names, in_order
    from cohorts.charts.doubts import doubt_tables
    from cohorts.guards.wording import gravity
    from commands.cohort_text import aligned

    labels = [one.group for one in answer.losses]
    names = group_names(context, answer.group or None, labels)
    ordered = in_order(context, answer.group or None, labels)
    lines = []
    for table in doubt_tables(answer, names={one: names[one] for one in ordered}):
        lines += [table.title, f"  {table.lead}"]
        lines += [f"  {line}" for line in aligned([table.heads, *table.rows])]
        lines.append("")
    lines += [
        f"- {gravity(one.severity)} : {one.sentence} {one.remedy}"
        for one in answer.cautions
    ]
    return [*lines, _("Chiffres protégés, tels qu’ils peuvent être diffusés.")]


def as_fields(answer: "GuardAnswer") -> dict[str, Any]:
    """Give what could mislead as plain fields, for `--json`.

    Args:
        answer: released figures.

    Returns:
        summer, stale (figures at the horizons with and without, null where not told),
        reasons, loss, weighted, warnings.
    """
    recorded = None if answer.recorded is None else _at(answer.recorded)
    reasons = answer.reasons
    return {
        "cohort": answer.definition.name,
        "extract": answer.manifest.extract,
        "breakdown": answer.group or None,
        "as_asked": recorded,
        "summer": None if answer.summer is None else _twin(answer.summer),
        "stale": _twin(answer.stale)
        | {"days": answer.stale_days, "cases": answer.stale_cases.value},
        "reasons": None
        if reasons is None
        else {
            group: {
                code: cell.value
                for (code, _labels), cell in zip(reasons.reasons, row, strict=True)
            }
            for group, row in reasons.cells.items()
        },
        "loss": [
            {
                "group": one.group,
                "followed": one.followed,
                "at_least": one.is_least,
                "bounds": None if one.bounds is None else _bounds(one.bounds.as_dict()),
            }
            for one in answer.losses
        ],
        "weighted": None
        if answer.weighted is None
        else [
            {"months": months, "plain": plain, "weighted": weighted}
            for months, plain, weighted in answer.weighted.rows
        ],
        "warnings": [one.as_dict() for one in answer.cautions],
    }


def _twin(twin: "Twin") -> dict[str, Any]:
    return {
        "as_asked_has_rule": twin.has_rule,
        "other": None if twin.released is None else _at(twin.released),
    }


def _at(released: Any) -> Any:
    return released.estimate.as_dict()["groups"][0].get("at", [])


def _bounds(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: fields[name] for name in ("at", "low", "estimate", "high")}
