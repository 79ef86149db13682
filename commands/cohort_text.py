"""An analysed cohort as aligned text: attrition, exits, figures, what may leave."""

from collections.abc import Sequence

from cohorts.answer import CohortAnswer
from cohorts.definition.explain import group_label
from commands.estimate_text import as_text as estimate_text
from config.translation import _, label


def as_text(answer: CohortAnswer) -> str:
    """Lay an answer out for a terminal.

    Args:
        answer: the analysed cohort.

    Returns:
        Text, in the language in use.
    """
    head = _("{title} — extraction {extract} au {day}").format(
        title=label(answer.definition.label),
        extract=answer.manifest.extract,
        day=answer.manifest.as_of.isoformat(),
    )
    parts = [head, "", *_attrition(answer), "", *_exits(answer), ""]
    parts += _hidden(answer.whole.hidden)
    parts.append(estimate_text(answer.whole.estimate))
    for name, exact in answer.by_group.items():
        title = _("Par {group}").format(group=group_label(name))
        parts += ["", title, *_hidden(exact.hidden), estimate_text(exact.estimate)]
    parts += ["", *_release(answer)]
    return "\n".join(parts)


def _attrition(answer: CohortAnswer) -> list[str]:
    rows = [
        (step.label, str(step.persons_in), f"-{step.persons_out}", str(step.cases_left))
        for step in answer.attrition
    ]
    heads = (_("Attrition"), _("jeunes"), _("sortis"), _("épisodes restants"))
    lines = _aligned([heads, *rows])
    kept = _(
        "Restent {persons} jeunes, {cases} épisodes, dont {late} repérés après coup."
    )
    return [
        *lines,
        kept.format(persons=answer.persons, cases=answer.cases, late=answer.late),
    ]


def _exits(answer: CohortAnswer) -> list[str]:
    kinds = {
        "outcome": _("issue"),
        "competing": _("autre fin"),
        "censored": _("suivi interrompu ou en cours"),
    }
    rows = [
        (kinds[item.kind], label(dict(item.label)), str(item.persons), str(item.cases))
        for item in answer.exits
    ]
    heads = (_("Sortie"), "", _("jeunes"), _("épisodes"))
    return _aligned([heads, *rows], texts=2)


def _hidden(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    text = _("Groupes sous le seuil interne, non calculés : {names}.")
    return [text.format(names=", ".join(names))]


def _release(answer: CohortAnswer) -> list[str]:
    lines = [_("Chiffres exacts, réservés à l’évaluation.")]
    if answer.manifest.disclosure == "public_data":
        lines = [_("Données publiques : chiffres exacts diffusables.")]
    for name, why in answer.refusals.items():
        of = group_label(name) if name else _("ensemble")
        lines.append(_("Non publiable ({group}) : {why}").format(group=of, why=why))
    return lines


def _aligned(rows: Sequence[Sequence[str]], *, texts: int = 1) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if place < texts else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
