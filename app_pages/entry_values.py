"""The fields of an intervention as people read them: names, values, what changed."""

from collections.abc import Sequence

from app_pages.components import formats
from app_pages.components.words import _, named, plain
from app_pages.entry_state import kind_name, result_name
from app_pages.visit import Visit
from parcours.interventions.channels import channel_name
from parcours.interventions.operations import NewIntervention
from parcours.interventions.typed_hours import told_hours


SHOWN = (
    *("kind", "starts_on", "ends_on", "hours", "channel", "state"),
    *("result", "next_step", "next_step_on", "note"),
)

STATES = {  # of the record → of the nomenclature
    "planned": "prevue",
    "ongoing": "en_cours",
    "done": "realisee",
    "interrupted": "interrompue",
    "cancelled": "annulee",
}


def field_name(field: str) -> str:
    """Give a field's name in the language in use."""
    return {
        "kind": _("Intervention"),
        "starts_on": _("Date"),
        "ends_on": _("Fin"),
        "hours": _("Durée"),
        "channel": _("Comment"),
        "state": _("État"),
        "result": _("Résultat"),
        "next_step": _("Étape suivante"),
        "next_step_on": _("Prévue le"),
        "note": _("Commentaire"),
    }[field]


def told(visit: Visit, new: NewIntervention, field: str) -> str:
    """Give a field's value in words, a dash where there is none; harmless as Markdown.

    Args:
        visit: who is here.
        new: an intervention.
        field: one of `SHOWN`.

    Returns:
        The text in the language in use.
    """
    held = getattr(new, field)
    if held is None or held == "":
        return formats.NOTHING
    if field == "kind":
        return kind_name(visit, held)
    if field == "result":
        return result_name(visit, held)
    if field == "channel":
        return channel_name(held)
    if field == "state":
        states = visit.context.nomenclature.intervention_states
        state = states.get(STATES.get(held, held))
        return plain(held) if state is None else named(state.labels)
    if field == "hours":
        return told_hours(held)
    if field in ("starts_on", "ends_on", "next_step_on"):
        return formats.day(held)
    return plain(held)


def told_changes(
    visit: Visit, before: NewIntervention, after: NewIntervention
) -> Sequence[str]:
    """Say what differs between two versions: « Durée : 1 h → 2 h ».

    Args:
        visit: who is here.
        before: the version before.
        after: the version after.

    Returns:
        One phrase for each field that differs.
    """
    line = _("{field} : {before} → {after}")
    return [
        line.format(
            field=field_name(field),
            before=told(visit, before, field),
            after=told(visit, after, field),
        )
        for field in SHOWN
        if getattr(before, field) != getattr(after, field)
    ]
