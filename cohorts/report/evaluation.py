"""Released indicators → the evaluator's report: every definition, every figure, limits.

The yearly report tells what matters; this one tells all that was computed, how, on whom
it rests, what could not be told and why, so that another evaluator can judge it. Every
number comes from figures that disclosure passed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cohorts.indicators.catalogue import Catalogue, Indicator
from cohorts.indicators.comparators import Comparator
from cohorts.indicators.defining import definition_rows
from cohorts.indicators.figures import ALL, WHOLE, Figure, IndicatorSet
from cohorts.indicators.funnel import funnel_of
from cohorts.indicators.reading import (
    SHARE,
    breakdown_title,
    heads_beside,
    rests_on,
    unit_of,
    variant_name,
)
from cohorts.indicators.sentences import (
    changed,
    could_be_seen,
    how_many,
    period_name,
)
from cohorts.indicators.trend import last_change
from cohorts.report.blocks import CONTEXT, NEXT, READING, Block
from cohorts.report.closing import (
    Names,
    method_section,
    protection_note,
    quality_section,
    row_of,
    versions_section,
    written,
)
from cohorts.report.document import Paragraph, Part, Points, Report, Section, Table
from config.numbers import percent, whole
from config.translation import current_language, label
from config.typography import _, typeset


BY_ORGANISATION = "organisation"
LEAST_OF_FUNNEL = 3
MAIN_MONTHS = 12
TWO_GROUPS = ("sex", "qpv")


@dataclass(frozen=True)
class EvaluationSubject:
    """What the evaluator's report is made of.

    Attributes:
        year: whose texts it bears.
        figures: released indicators with the verdicts of their tables.
        catalogue: their definitions.
        comparators: outside aggregates with their source.
        names: breakdown → label as counted → name.
        blocks: texts that people wrote.
        rounding: persons per block.
        program: version of the program.
    """

    year: int
    figures: IndicatorSet
    catalogue: Catalogue
    comparators: tuple[Comparator, ...]
    names: Names
    blocks: Mapping[str, Block] = field(default_factory=dict)
    rounding: int = 0
    program: str = ""


def compose_evaluation(subject: EvaluationSubject) -> Report:
    """Write the evaluator's report in the language in use.

    Args:
        subject: released figures, definitions, texts.

    Returns:
        The report, dated by the day of knowledge.
    """
    sections = [
        _short(subject),
        *written(subject.blocks, CONTEXT),
        method_section(subject.figures, rounding=subject.rounding),
        quality_section(subject.figures, subject.names),
        _verdicts(subject),
        *_indicators(subject),
        *written(subject.blocks, READING),
        *written(subject.blocks, NEXT),
        versions_section(subject.figures, program=subject.program),
    ]
    return Report(
        title=_("Rapport d’évaluation {year}").format(year=subject.year),
        subtitle=_("Extrait « {extract} »").format(extract=subject.figures.extract),
        language=current_language(),
        made_on=subject.figures.as_of,
        sections=tuple(one for one in sections if one.parts),
        is_dated_by_extract=True,
    )


def _short(subject: EvaluationSubject) -> Section:
    figures = subject.figures
    lead, *others = how_many(figures, year=str(subject.year))
    parts: list[Part] = [Paragraph(typeset(lead), "lead")]
    parts += [Paragraph(" ".join(map(typeset, others)))] if others else []
    parts.append(
        Paragraph(
            _(
                "Ce rapport dit tout ce qui a été calculé, comment, sur combien de "
                "jeunes, et ce qui n’a pas pu être dit. Il décrit des devenirs ; il ne "
                "mesure pas l’effet d’une action."
            )
        )
    )
    parts.append(Paragraph(protection_note(figures, subject.rounding), "note"))
    return Section(_("En bref"), tuple(parts))


def _verdicts(subject: EvaluationSubject) -> Section:
    """Say, by indicator, how many tables could be told."""
    counted: dict[str, Counter[str]] = {}
    for one in subject.figures.verdicts:
        indicator = one.name.partition("|")[0]
        counted.setdefault(indicator, Counter())[one.verdict] += 1
    known = subject.catalogue.indicators
    rows = tuple(
        (
            typeset(label(one.label)),
            *(
                whole(counted[one.id][verdict])
                for verdict in ("PASS", "REVIEW", "FAIL")
            ),
        )
        for one in known.values()
        if one.id in counted
    )
    heading = _("Ce qui peut être dit")
    if not rows:
        return Section(heading, ())
    table = Table(
        caption=_("Tableaux de chaque indicateur, par verdict de diffusion"),
        heads=(_("Indicateur"), _("Montrés"), _("En partie"), _("Masqués")),
        rows=rows,
    )
    return Section(heading, (table,))


def _indicators(subject: EvaluationSubject) -> Iterator[Section]:
    for indicator in subject.catalogue.indicators.values():
        if indicator.available and indicator.id != "qualite_donnees":
            parts = [*_defined(indicator), *_told(subject, indicator)]
            yield Section(typeset(label(indicator.label)), tuple(parts))


def _defined(indicator: Indicator) -> Iterator[Part]:
    yield Paragraph(typeset(label(indicator.definition)))
    if indicator.notes is not None:
        yield Paragraph(typeset(label(indicator.notes)), "note")
    yield Table(
        caption=_("Définition"),
        heads=(_("Élément"), _("Contenu")),
        rows=tuple(definition_rows(indicator)),
    )


def _told(subject: EvaluationSubject, indicator: Indicator) -> Iterator[Part]:
    own = list(subject.figures.of(indicator.id))
    told = False
    for breakdown in dict.fromkeys(one.breakdown for one in own):
        rows = [one for one in own if one.breakdown == breakdown]
        if not any(one.is_told for one in rows):
            continue
        told = True
        if breakdown == BY_ORGANISATION:
            yield from _apart(subject, rows)
        yield _table(subject, breakdown, rows)
    if not told:
        yield Paragraph(_("Effectif trop faible, ou rien à compter : aucun chiffre."))
    said = [*_changed(subject, indicator), *_could_be_seen(subject, indicator)]
    others = [one for one in subject.comparators if one.indicator == indicator.id]
    text = _("{place}, {year} : {value} ({source})")
    said += [
        text.format(
            place=one.place, year=one.year, value=percent(one.value), source=one.source
        )
        for one in others
    ]
    if said:
        yield Points(tuple(said))


def _table(subject: EvaluationSubject, breakdown: str, figures: list[Figure]) -> Table:
    """Lay a breakdown out: every period and horizon that is told, groups in order."""
    shown = _shown(figures)
    heads = [_("Groupe"), _("Valeur (fourchette)"), rests_on(figures[0].indicator)]
    hidden = any(one.hidden for one in shown)
    return Table(
        caption=typeset(breakdown_title(breakdown)),
        heads=(*heads, *heads_beside(shown)),
        rows=tuple(_row(one, subject.names, table=shown) for one in shown),
        note=_("« masqué » : effectif trop faible, ou masqué pour qu’on ne déduise pas "
               "un groupe trop petit.") if hidden else "",
    )  # fmt: skip


def _shown(figures: list[Figure]) -> list[Figure]:
    """Leave out the periods, and the horizons, of which nothing is told."""
    told = {(one.period, one.months) for one in figures if one.is_told}
    return [one for one in figures if (one.period, one.months) in told]


def _row(one: Figure, names: Names, *, table: list[Figure]) -> tuple[str, ...]:
    who, *cells = row_of(one, names, table=table)
    when = [who]
    if one.period != ALL:
        when.append(period_name(one.period))
    if one.months is not None:
        when.append(_("à {n} mois").format(n=one.months))
    return (" · ".join(when), *cells)


def _apart(subject: EvaluationSubject, figures: list[Figure]) -> Iterator[Part]:
    """Say how many organisations stand apart from what chance explains; no ranking."""
    told = [one for one in figures if one.is_told and unit_of(one) == SHARE]
    for like in told[:1]:
        same = [one for one in told if _sense(one) == _sense(like)]
        centre = next(
            (
                one.value
                for one in subject.figures.of(like.indicator, breakdown=WHOLE)
                if one.is_told and _sense(one) == _sense(like)
            ),
            None,
        )
        if len(same) < LEAST_OF_FUNNEL or centre is None:
            continue
        funnel = funnel_of(same, centre=centre)
        text = _(
            "{n} structures : {above} au-dessus et {below} au-dessous de ce que le "
            "hasard seul explique."
        )
        yield Paragraph(
            text.format(
                n=len(funnel.points), above=funnel.n_above, below=funnel.n_below
            )
        )


def _sense(one: Figure) -> tuple[str, str, int | None, str]:
    return one.variant, one.part, one.months, one.period


def _changed(subject: EvaluationSubject, indicator: Indicator) -> Iterator[str]:
    """Say, in each sense, what changed between the two latest whole years."""
    for variant in indicator.variants or ("",):
        found = last_change(
            subject.figures, indicator.id, variant=variant, months=_main(indicator)
        )
        if found is not None and unit_of(found.after) == SHARE:
            name = variant_name(variant) or label(indicator.label)
            yield typeset(changed(name, found, target=indicator.target))


def _could_be_seen(subject: EvaluationSubject, indicator: Indicator) -> Iterator[str]:
    """Say what size of difference two groups of so many could show at all."""
    for breakdown in TWO_GROUPS:
        told = [
            one
            for one in subject.figures.of(
                indicator.id, breakdown=breakdown, months=_main(indicator), part=""
            )
            if one.is_told and unit_of(one) == SHARE
        ]
        same = [one for one in told if _sense(one) == _sense(told[0])]
        for sentence in could_be_seen(same):
            yield f"{typeset(breakdown_title(breakdown))} : {typeset(sentence)}"


def _main(indicator: Indicator) -> int | None:
    months = indicator.horizons_months
    return min(months, key=lambda n: (abs(n - MAIN_MONTHS), n)) if months else None
