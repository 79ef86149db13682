"""An analysed cohort as aligned text: attrition, exits, figures, what may leave."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from cohorts.answer import CohortAnswer
from cohorts.charts import moments
from cohorts.charts.apart import apart_sentence
from cohorts.definition.explain_design import group_label
from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.flow import ReleasedFlow
from cohorts.disclosure.head_counts import PUBLIC, Told
from cohorts.disclosure.released import ReleasedEstimate
from cohorts.estimates.results import AtTime, Curve, TestResult
from cohorts.guards.wording import gravity
from commands.estimate_text import as_text as estimate_text
from config.translation import _, label


OfCause = TypeVar("OfCause", Curve, AtTime, TestResult)
Names = Callable[[str], Mapping[str, str]]


def as_text(answer: CohortAnswer, names: Names) -> str:
    """Lay an answer out for a terminal.

    Args:
        answer: the analysed cohort.
        names: the names of a breakdown's groups ("" = the whole), by label.

    Returns:
        Text, in the language in use.
    """
    head = _("{title} — extraction {extract} au {day}").format(
        title=label(answer.definition.label),
        extract=answer.manifest.extract,
        day=answer.manifest.as_of.isoformat(),
    )
    definition = answer.definition
    parts = [head, "", *_attrition(answer.flow), "", *_exits(answer.flow), ""]
    parts += _answer(answer)
    if answer.released is not None:
        parts += _hidden(answer.released, {})
        parts.append(_figures(definition, answer.released, names("")))
    for name, part in answer.released_by_group.items():
        title = _("Par {group}").format(group=group_label(name))
        found = names(name)
        parts += ["", title, *_hidden(part, found), _figures(definition, part, found)]
        if part.rules_version != PUBLIC:
            whole = answer.released.estimate if answer.released else None
            parts.append(apart_sentence(answer.definition, whole, part.estimate))
    parts += ["", *_cautions(answer), *_release(answer)]
    return "\n".join(parts)


def _figures(
    definition: CohortDefinition, part: ReleasedEstimate, names: Mapping[str, str]
) -> str:
    """Lay figures out, their groups and causes in words."""
    causes = {one.code: label(dict(one.label)) for one in definition.causes}
    groups = tuple(
        replace(
            group,
            group=names.get(group.group, group.group),
            curves=tuple(_named(one, causes) for one in group.curves),
            at=tuple(_named(one, causes) for one in group.at),
        )
        for group in part.estimate.groups
    )
    named = replace(
        part.estimate,
        groups=groups,
        tests=tuple(_named(one, causes) for one in part.estimate.tests),
        notes=tuple(_quoted(note, names) for note in part.estimate.notes),
    )
    first = definition.outcomes[0].code
    return estimate_text(named, median_of=causes[first])


def _named(one: OfCause, causes: Mapping[str, str]) -> OfCause:
    return replace(one, cause=causes.get(one.cause or "", one.cause))


def _quoted(note: str, names: Mapping[str, str]) -> str:
    """Put the names of groups in the place of the codes that a note quotes."""
    for code, name in names.items():
        quoted = rf"(?<=[«“])(\s?){re.escape(code)}(\s?)(?=[»”])"
        word = name.replace("\\", r"\\")
        note = re.sub(quoted, rf"\g<1>{word}\g<2>", note)
    return note


def _answer(answer: CohortAnswer) -> list[str]:
    """Say the released answer in words, and the unit of the times that follow."""
    definition = answer.definition
    lines = []
    if answer.released is not None:
        estimate = answer.released.estimate
        group, confidence = estimate.groups[0], estimate.confidence
        means = moments.means_sentence(definition, group, confidence=confidence)
        lines = [moments.headline(definition, estimate), *([means] if means else [])]
    units = {
        "days": _("Dans les tableaux, les temps sont en jours."),
        "calendar_months": _("Dans les tableaux, les temps sont en mois."),
        "age": _("Dans les tableaux, les temps sont des âges, en mois."),
    }
    return [*lines, units[definition.clock], ""]


def _attrition(flow: ReleasedFlow) -> list[str]:
    rows = [
        (
            step.label,
            _count(flow.total(step.persons_in)),
            _left(step.persons_out),
            _count(flow.total(step.cases_left)),
        )
        for step in flow.steps
    ]
    heads = (_("Attrition"), _("jeunes"), _("sortis"), _("épisodes restants"))
    kept = _(
        "Restent {persons} jeunes, {cases} épisodes, dont {late} repérés après coup."
    )
    late = _count(flow.late)
    return [
        *aligned([heads, *rows]),
        kept.format(
            persons=_count(flow.total(flow.persons)),
            cases=_count(flow.total(flow.cases)),
            late=late,
        ),
    ]


def _exits(flow: ReleasedFlow) -> list[str]:
    kinds = {
        "outcome": _("issue"),
        "competing": _("autre fin"),
        "censored": _("suivi interrompu ou en cours"),
    }
    rows = [
        (
            kinds[item.kind],
            label(dict(item.label)),
            _count(item.persons),
            _count(item.cases),
        )
        for item in flow.exits
    ]
    heads = (_("Sortie"), "", _("jeunes"), _("épisodes"))
    lines = aligned([heads, *rows], texts=2)
    if flow.base:
        text = _(
            "Effectifs arrondis à un multiple de {n} : les sommes ne tombent pas "
            "toujours juste."
        )
        lines.append(text.format(n=flow.base))
    return lines


def _count(told: Told) -> str:
    if told.is_hidden:
        return _("masqué")
    return f"< {told.under}" if told.under else str(told.n)


def _left(told: Told) -> str:
    return f"-{told.n}" if told.value else _count(told)


def _hidden(part: ReleasedEstimate, names: Mapping[str, str]) -> list[str]:
    if not part.hidden:
        return []
    text = _("Groupes masqués, trop petits ou voisins d’un trop petit : {names}.")
    return [text.format(names=", ".join(names.get(one, one) for one in part.hidden))]


def _cautions(answer: CohortAnswer) -> list[str]:
    """Say what to know first, the gravest first; of the whole, then by group."""
    lines = [
        f"- {gravity(one.severity)} : {one.sentence} {one.remedy}"
        for found in answer.released_cautions.values()
        for one in found
    ]
    return [_("À savoir avant de lire"), *lines, ""] if lines else []


def _release(answer: CohortAnswer) -> list[str]:
    lines = [_("Chiffres protégés, tels qu’ils peuvent être diffusés.")]
    if answer.manifest.disclosure == "public_data":
        lines = [_("Données publiques : chiffres exacts diffusables.")]
    for name, why in answer.refusals.items():
        of = group_label(name) if name else _("ensemble")
        lines.append(_("Non publiable ({group}) : {why}").format(group=of, why=why))
    return lines


def aligned(rows: Sequence[Sequence[str]], *, texts: int = 1) -> list[str]:
    """Lay rows of texts out in columns.

    Args:
        rows: texts, the heads first, each as long as the others.
        texts: leading columns set to the left; numbers are set to the right.

    Returns:
        One line per row; none without columns.
    """
    if not rows or not rows[0]:
        return []
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if place < texts else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
