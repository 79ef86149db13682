"""Released indicators and the programme → the yearly report of a contract.

Every number comes from figures that disclosure passed, or is public money. The same
extract and the same texts give the same report, whenever it is made.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cohorts.indicators.actions import ActionLine
from cohorts.indicators.catalogue import Catalogue, Indicator
from cohorts.indicators.comparators import Comparator
from cohorts.indicators.figures import ALL, WHOLE, Figure, IndicatorSet
from cohorts.indicators.money import money_of, money_said
from cohorts.indicators.reading import euros, heads_beside, reading, rests_on
from cohorts.indicators.sentences import (
    how_fast,
    how_many,
    left_out,
    period_name,
    what_changed,
)
from cohorts.indicators.unsaid import unsaid_by_sex
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
from config.numbers import NOTHING, percent, whole
from config.translation import current_language, label
from config.typography import _, typeset


SHOWN_BY = (WHOLE, "sex", "qpv", "age_band", "year", "pillar", "organisation")
MAIN_MONTHS = 12


@dataclass(frozen=True)
class YearlySubject:
    """What the report of a year is made of.

    Attributes:
        contract: code of the contract.
        year: of the report.
        figures: released indicators, and the programme of the extract.
        catalogue: their definitions.
        comparators: outside aggregates with their source.
        names: breakdown → label as counted → name.
        blocks: texts that people wrote.
        rounding: persons per block.
        program: version of the program.
    """

    contract: str
    year: int
    figures: IndicatorSet
    catalogue: Catalogue
    comparators: tuple[Comparator, ...]
    names: Names
    blocks: Mapping[str, Block] = field(default_factory=dict)
    rounding: int = 0
    program: str = ""

    @property
    def actions(self) -> tuple[ActionLine, ...]:
        """The year's funded actions of the contract."""
        return tuple(
            one
            for one in self.figures.actions
            if (one.contract, one.year) == (self.contract, self.year)
        )


def compose_yearly(subject: YearlySubject) -> Report:
    """Write the yearly report of a contract in the language in use.

    Args:
        subject: released figures, programme, texts.

    Returns:
        The report, dated by the day of knowledge.
    """
    sections = [
        _short(subject),
        *written(subject.blocks, CONTEXT),
        _programme(subject),
        _aims(subject),
        *_indicators(subject),
        *written(subject.blocks, READING),
        *written(subject.blocks, NEXT),
        quality_section(subject.figures, subject.names),
        method_section(subject.figures, rounding=subject.rounding),
        versions_section(subject.figures, program=subject.program),
    ]
    return Report(
        title=_("Bilan {year} du contrat de ville").format(year=subject.year),
        subtitle=_("Contrat « {code} », extrait « {extract} »").format(
            code=subject.contract, extract=subject.figures.extract
        ),
        language=current_language(),
        made_on=subject.figures.as_of,
        sections=tuple(one for one in sections if one.parts),
        is_dated_by_extract=True,
    )


def _short(subject: YearlySubject) -> Section:
    figures = subject.figures
    year = str(subject.year)
    lead, *others = how_many(figures, year=year)
    fast, left = how_fast(figures), left_out(figures)
    parts: list[Part] = [Paragraph(typeset(lead), "lead")]
    parts += [Paragraph(" ".join(map(typeset, others)))] if others else []
    parts += [
        Paragraph(" ".join(map(typeset, told)))
        for told in (fast, left, what_changed(figures, subject.catalogue, year=year))
    ]
    parts.append(Paragraph(protection_note(figures, subject.rounding), "note"))
    return Section(_("En bref"), tuple(parts))


def _programme(subject: YearlySubject) -> Section:
    actions = subject.actions
    heading = _("Les actions de l’année")
    if not actions:
        text = _("Aucune action financée en {year} dans cet extrait.")
        return Section(heading, (Paragraph(text.format(year=subject.year)),))
    told = money_said(money_of(actions), year=subject.year)
    said = Paragraph(" ".join(map(typeset, told)))
    table = Table(
        caption=_("Actions financées en {year}").format(year=subject.year),
        heads=(
            _("Action"),
            _("Structure"),
            _("Accordé"),
            _("Dépensé"),
            _("Jeunes (arrondi)"),
            _("Participations"),
        ),
        rows=tuple(_action_row(subject, one) for one in actions),
        note=_(
            "Jeunes : accompagnés nommément, comptés une fois par action. "
            "Participations : comptées sans nom. « masqué » : effectif trop faible."
        ),
    )
    return Section(heading, (said, table))


def _action_row(subject: YearlySubject, one: ActionLine) -> tuple[str, ...]:
    def told(indicator: str) -> str:
        figure = subject.figures.one(
            indicator,
            breakdown="action",
            group=one.action,
            period=str(one.year),
            part="",
        )
        return NOTHING if figure is None else reading(figure)

    holders = subject.names.get("organisation", {})
    return (
        one.title,
        holders.get(one.organisation, one.organisation),
        euros(one.granted_cents),
        euros(one.spent_cents),
        told("file_active"),
        told("participations"),
    )


def _aims(subject: YearlySubject) -> Section:
    levels = {(x.contract, x.objective): x.name for x in subject.figures.levels}
    rows = tuple(
        (
            one.label,
            levels.get((one.contract, one.objective), _("tout le contrat")),
            f"{whole(one.baseline)} {one.unit}",
            f"{whole(one.aim)} {one.unit}",
            one.due[:4],
        )
        for one in subject.figures.aims
        if one.contract == subject.contract
    )
    heading = _("Les cibles")
    if not rows:
        return Section(heading, ())
    table = Table(
        caption=_("D’où l’on part, où l’on veut arriver"),
        heads=(_("Cible"), _("Niveau"), _("Départ"), _("Visé"), _("Échéance")),
        rows=rows,
    )
    return Section(heading, (table,))


def _indicators(subject: YearlySubject) -> Iterator[Section]:
    for indicator in subject.catalogue.indicators.values():
        if not indicator.available or indicator.id == "qualite_donnees":
            continue
        table = indicator_table(
            subject.figures, indicator, subject.names, year=str(subject.year)
        )
        parts: list[Part] = [Paragraph(typeset(label(indicator.definition)))]
        if indicator.notes is not None:
            parts.append(Paragraph(typeset(label(indicator.notes)), "note"))
        if table is None:
            text = _("Effectif trop faible, ou rien à compter : aucun chiffre.")
            parts.append(Paragraph(text))
        else:
            parts.append(table)
        unsaid = unsaid_by_sex(subject.figures, indicator)
        parts += [Paragraph(unsaid, "note")] if unsaid else []
        others = [c for c in subject.comparators if c.indicator == indicator.id]
        parts += [Points(tuple(map(_comparator, others)))] if others else []
        yield Section(typeset(label(indicator.label)), tuple(parts))


def _comparator(one: Comparator) -> str:
    text = _("{place}, {year} : {value} ({source})")
    return text.format(
        place=one.place, year=one.year, value=percent(one.value), source=one.source
    )


def indicator_table(
    figures: IndicatorSet,
    indicator: Indicator,
    names: Names,
    *,
    year: str,
) -> Table | None:
    """Lay an indicator out: the whole, then by sex, residence, age, year, structure.

    Args:
        figures: the set.
        indicator: which.
        names: breakdown → label as counted → name.
        year: of the report; where it tells nothing, years are taken together.

    Returns:
        The table with what must be read beside each figure; None where nothing is told.
    """
    period = period_told(figures, indicator.id, year)
    own = [
        one
        for one in figures.of(indicator.id, period=period)
        if one.breakdown in SHOWN_BY
    ]
    months = _months(own)
    rows = [one for one in own if one.months in (None, months)]
    if not any(one.is_told for one in rows):
        return None
    heads = [_("Groupe"), _("Valeur (fourchette)"), rests_on(indicator.id)]
    caption = period_name(period)
    if months is not None:
        caption = _("À {n} mois, {period}").format(n=months, period=caption)
    hidden = any(one.hidden for one in rows)
    return Table(
        caption=caption,
        heads=(*heads, *heads_beside(rows)),
        rows=tuple(row_of(one, names, table=rows) for one in rows),
        note=_("« masqué » : effectif trop faible, ou masqué pour qu’on ne déduise pas "
               "un groupe trop petit.") if hidden else "",
    )  # fmt: skip


def period_told(figures: IndicatorSet, indicator: str, year: str) -> str:
    """Choose the period that a report tells: its year, or years together.

    Args:
        figures: the set.
        indicator: id.
        year: of the report.

    Returns:
        The year if its whole is told, else the fewest years together that hold it and
        are told, else every year.
    """
    told = {one.period for one in figures.of(indicator, breakdown=WHOLE) if one.is_told}
    told = told or {one.period for one in figures.of(indicator) if one.is_told}
    pools = [p for p in figures.periods if "-" in p and p[:4] <= year <= p[5:]]
    for period in (year, *pools, ALL):
        if period in told:
            return period
    return ALL if not told else max(told)


def _months(own: list[Figure]) -> int | None:
    told = {one.months for one in own if one.is_told and one.months is not None}
    return min(told, key=lambda n: (abs(n - MAIN_MONTHS), n)) if told else None
