"""A released answer → the report that tells it, in the language in use."""

from collections.abc import Sequence
from datetime import date

from cohorts.charts import moments
from cohorts.charts.apart import apart_sentence
from cohorts.charts.look import DARK, LIGHT
from cohorts.definition.explain_design import group_label
from cohorts.disclosure.flow import FlowExit
from cohorts.disclosure.released import ReleasedEstimate
from cohorts.estimates.results import GroupEstimate
from cohorts.report import telling
from cohorts.report.document import (
    Figure,
    Paragraph,
    Part,
    Points,
    Report,
    Section,
    Table,
)
from cohorts.report.doubting import doubts_section
from cohorts.report.methods_text import facts_of, methods_text
from cohorts.report.subject import Subject
from config.numbers import NOTHING, day, percent, whole
from config.translation import current_language
from config.typography import _, typeset


def compose(subject: Subject) -> Report:
    """Write a report in the language in use.

    Args:
        subject: released figures, words, versions.

    Returns:
        The report: answer, curves with their tables, groups, what could mislead, who
        was counted, definition, method with references, versions.
    """
    provenance = subject.whole.provenance
    subtitle = _("Extrait « {extract} », connu au {day}").format(
        extract=provenance.extract, day=_day(provenance.as_of)
    )
    by_group = [name for name in subject.names if name in subject.parts]
    return Report(
        title=typeset(subject.explanation.title),
        subtitle=subtitle,
        language=current_language(),
        made_on=subject.made_on.isoformat(),
        sections=(
            _in_short(subject),
            _course(subject),
            *(_groups(subject, name) for name in by_group),
            *([doubts_section(subject.doubts)] if subject.doubts else []),
            _flow(subject),
            _definition(subject),
            _method(subject),
            _versions(subject),
        ),
    )


def _in_short(subject: Subject) -> Section:
    parts: list[Part] = [
        Paragraph(moments.headline(subject.definition, subject.whole.estimate), "lead")
    ]
    if subject.explanation.note:
        parts.append(Paragraph(typeset(subject.explanation.note)))
    estimate = subject.whole.estimate
    means = moments.means_sentence(
        subject.definition, estimate.groups[0], confidence=estimate.confidence
    )
    if means:
        parts.append(Paragraph(means))
    parts.append(Paragraph(_protection(subject), "note"))
    for name, why in subject.refusals.items():
        text = _("Rien n’est montré par {group} : {why}")
        parts.append(
            Paragraph(text.format(group=group_label(name), why=typeset(why)), "note")
        )
    return Section(_("En bref"), tuple(parts))


def _protection(subject: Subject) -> str:
    if subject.whole.rules_version == "public_data":
        return _("Données publiques : chiffres exacts diffusables.")
    text = _(
        "Effectifs arrondis à un multiple de {base} ; aucun groupe de moins de {least} "
        "jeunes. Les sommes ne tombent pas toujours juste."
    )
    rules = subject.rules
    return text.format(base=rules.rounding_base, least=rules.threshold_publication)


def _course(subject: Subject) -> Section:
    definition, released = subject.definition, subject.whole
    group = released.estimate.groups[0]
    moved = {curve.cause for curve in group.curves if curve.n_events.sum()}
    causes = [
        one for one in definition.causes if one.code in moved or None in moved
    ] or [definition.causes[0]]
    several = len(causes) > 1
    rows, lines = [], []
    for cause in causes:
        name = telling.first_up(telling.named(cause.label))
        points = [
            moments.point_at(group, cause.code, float(time))
            for time in definition.horizons
        ]
        lines.append((name, cause.code, [telling.share_cell(one) for one in points]))
        rows += [
            (
                moments.delay(definition, months),
                *((name,) if several else ()),
                telling.at_risk_cell(point, released),
                telling.share_cell(point),
            )
            for months, point in zip(definition.horizons_months, points, strict=True)
        ]
    heads = [_("Délai"), _("Encore suivis"), _("Part (fourchette)")]
    if several:
        heads.insert(1, _("Issue"))
    table = Table(
        caption=_("Part ayant connu l’issue, à chaque délai"),
        heads=tuple(heads),
        rows=tuple(rows),
        note=_dash_note() if _has_dash(rows) else "",
    )
    caption = _(
        "Part des jeunes ayant connu l’issue selon le temps écoulé. Bandes : "
        "fourchettes à {level}."
    ).format(level=percent(released.estimate.confidence))
    return Section(
        _("Ce que les jeunes deviennent"),
        _figure(subject, "", caption=caption, table=table, lines=lines),
    )


def _figure(
    subject: Subject,
    breakdown: str,
    *,
    caption: str,
    table: Table,
    lines: Sequence[tuple[str, str, Sequence[str]]],
) -> tuple[Part, ...]:
    """Set a picture over its table, or say why the table stands alone."""
    released = subject.parts[breakdown]
    names = subject.names[breakdown] if breakdown else None
    light, dark = (
        telling.chart(released, subject.definition, names=names, look=look)
        for look in (LIGHT, DARK)
    )
    if light is None or dark is None:
        return Paragraph(_no_curve(released)), table
    return (
        Figure(
            name=breakdown.replace(":", "_") or "whole",
            caption=caption,
            alt=telling.alt_text(lines, subject.definition),
            light=light,
            dark=dark,
            table=table,
        ),
    )


def _no_curve(released: ReleasedEstimate) -> str:
    if len(released.estimate.groups) > telling.MOST_CURVES:
        return _("Plus de quatre groupes : leurs courbes se liraient mal ensemble.")
    return _("Pas de courbe : trop peu de jeunes sont suivis jusqu’au premier délai.")


def _groups(subject: Subject, breakdown: str) -> Section:
    definition, released = subject.definition, subject.parts[breakdown]
    names = subject.names[breakdown]
    shown = {group.group: group for group in released.estimate.groups}
    lines = [
        (names[text], text, _shares(subject, shown[text]))
        for text in names
        if text in shown
    ]
    rows = [
        (
            names[text],
            telling.count(released.told(shown[text].n)),
            *_shares(subject, shown[text]),
            moments.median_cell(definition, shown[text].median),
        )
        if text in shown
        else (names[text], _("masqué"), *[NOTHING] * (len(definition.horizons) + 1))
        for text in names
    ]
    months = [moments.delay(definition, n) for n in definition.horizons_months]
    what = group_label(breakdown)
    table = Table(
        caption=_("Part ayant connu l’issue, par {what}").format(what=what),
        heads=(telling.first_up(what), _("Jeunes"), *months, _("Médiane")),
        rows=tuple(rows),
        note=" ".join(_group_notes(subject, released, rows)),
    )
    caption = _("Part ayant connu l’issue « {outcome} », par {what}.").format(
        outcome=telling.named(definition.outcomes[0].label), what=what
    )
    return Section(
        telling.first_up(_("Par {what}").format(what=what)),
        _figure(subject, breakdown, caption=caption, table=table, lines=lines),
    )


def _shares(subject: Subject, group: GroupEstimate) -> list[str]:
    outcome = subject.definition.outcomes[0].code
    return [
        telling.share_cell(moments.point_at(group, outcome, float(time)))
        for time in subject.definition.horizons
    ]


def _group_notes(
    subject: Subject, released: ReleasedEstimate, rows: Sequence[Sequence[str]]
) -> list[str]:
    notes = [_dash_note()] if _has_dash(rows) else []
    if released.hidden:
        notes.append(
            _(
                "« Masqué » : groupe trop petit, ou qui en laisserait deviner un trop "
                "petit."
            )
        )
    if not released.estimate.tests:
        notes.append(
            _("Deux fourchettes qui se recouvrent largement : écart non établi.")
        )
    if released.rules_version != "public_data":
        whole = subject.whole.estimate
        notes.append(apart_sentence(subject.definition, whole, released.estimate))
    return notes


def _has_dash(rows: Sequence[Sequence[str]]) -> bool:
    return any(NOTHING in row for row in rows)


def _dash_note() -> str:
    return _("« – » : trop peu de jeunes encore suivis, ou ayant connu l’issue.")


def _flow(subject: Subject) -> Section:
    flow = subject.flow
    first = flow.steps[0].persons_in if flow.steps else flow.persons
    steps = [
        (_("Jeunes connus de l’extrait"), NOTHING, whole(first)),
        *(
            (
                telling.first_up(typeset(step.label)),
                telling.count(step.persons_out),
                telling.count(flow.total(step.persons_left)),
            )
            for step in flow.steps
            if step.persons_out.value != 0
        ),
    ]
    attrition = Table(
        caption=_("De tous les jeunes à la cohorte"),
        heads=(_("Étape"), _("Sortis"), _("Restent")),
        rows=tuple(steps),
    )
    return Section(_("Qui est compté"), (attrition, _exits(subject)))


def _exits(subject: Subject) -> Table:
    kinds = {
        "outcome": _("issue"),
        "competing": _("autre issue"),
        "censored": _("suivi interrompu"),
    }
    flow = subject.flow
    rows = [
        (
            telling.first_up(telling.named(item.label)),
            kinds[item.kind],
            telling.count(item.persons),
            _part(item, flow.cases),
        )
        for item in flow.exits
        if item.persons.n or item.persons.is_hidden
    ]
    few = [telling.named(item.label) for item in flow.exits if item.persons.under]
    text = _("Moins de {n} jeunes, ou aucun, pour chacune de ces fins : {names}.")
    return Table(
        caption=_("Comment le suivi se termine"),
        heads=(_("Fin"), _("Nature"), _("Jeunes"), _("Part")),
        rows=tuple(rows),
        note=text.format(n=flow.least, names=", ".join(few)) if few else "",
    )


def _part(item: FlowExit, cases: int) -> str:
    if item.cases.value is None or not cases:
        return NOTHING
    return percent(min(item.cases.n / cases, 1.0))


def _definition(subject: Subject) -> Section:
    explanation = subject.explanation
    return Section(
        _("Définition"),
        (
            Paragraph(typeset(explanation.paragraph)),
            Points(tuple(typeset(point) for point in explanation.points)),
        ),
    )


def _method(subject: Subject) -> Section:
    facts = facts_of(subject.definition, subject.parts, rules=subject.rules)
    text = methods_text(facts)
    parts: list[Part] = [Paragraph(f"{text.paragraph} {made_with(subject)}")]
    if text.references:
        parts.append(Points(text.references, is_numbered=True))
    return Section(_("Méthode et références"), tuple(parts))


def made_with(subject: Subject) -> str:
    """Say with which program, data and rules the figures were computed.

    Args:
        subject: the released answer.

    Returns:
        The last sentence of the methods paragraph.
    """
    provenance = subject.whole.provenance
    text = _(
        "Calculé par parcours {program} sur l’extrait « {extract} », connu au {day} ; "
        "règles de décrochage version {rules}, nomenclature {nomenclature}, définition "
        "{definition}."
    )
    return text.format(
        program=subject.program,
        extract=provenance.extract,
        day=_day(provenance.as_of),
        rules=provenance.path_rules,
        nomenclature=subject.config_hash[:12],
        definition=provenance.definition_hash[:12],
    )


def _versions(subject: Subject) -> Section:
    provenance = subject.whole.provenance
    rows = (
        (_("Cohorte"), provenance.definition),
        (_("Empreinte de la définition"), provenance.definition_hash),
        (_("Extrait"), provenance.extract),
        (_("Connu au"), _day(provenance.as_of)),
        (_("Règles de décrochage"), provenance.path_rules),
        (_("Nomenclature et règles de l’extrait"), subject.config_hash),
        (_("Règles de diffusion"), _rules_version(subject)),
        (_("Programme"), f"parcours {subject.program}"),
        (_("Rapport fait le"), day(subject.made_on)),
    )
    note = _(
        "Les mêmes chiffres se recalculent avec « parcours cohort rerun », à partir du "
        "fichier de résultat."
    )
    return Section(
        _("Provenance"),
        (
            Table(
                caption=_("D’où viennent ces chiffres"),
                heads=(_("Quoi"), _("Version")),
                rows=rows,
                note=note,
            ),
        ),
    )


def _rules_version(subject: Subject) -> str:
    version = subject.whole.rules_version
    return _("aucune : données publiques") if version == "public_data" else version


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
