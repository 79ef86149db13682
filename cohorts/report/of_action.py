"""Released figures of one action → its report, in the breakdowns that funders ask for.

Sex, age bands of the grant form, residence: of the young people reached by name, and of
attendances counted without names. What became of them is not told of one action: too
few, and no comparison.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cohorts.indicators.actions import ActionLine
from cohorts.indicators.catalogue import Catalogue
from cohorts.indicators.figures import Figure, IndicatorSet
from cohorts.indicators.of_activity import BAND
from cohorts.indicators.reading import band_name, euros, part_name, reading
from cohorts.report.blocks import CONTEXT, NEXT, READING, Block
from cohorts.report.closing import (
    method_section,
    protection_note,
    versions_section,
    written,
)
from cohorts.report.document import Paragraph, Report, Section, Table
from config.numbers import NOTHING, whole
from config.translation import current_language, label
from config.typography import _, typeset


ACTION = "action"


@dataclass(frozen=True)
class ActionSubject:
    """What the report of an action is made of.

    Attributes:
        action: the action and its money.
        holder: name of the structure.
        level: name of its level in the contract, "" = none.
        figures: released indicators.
        catalogue: their definitions.
        blocks: texts that people wrote.
        rounding: persons per block.
        program: version of the program.
    """

    action: ActionLine
    holder: str
    level: str
    figures: IndicatorSet
    catalogue: Catalogue
    blocks: Mapping[str, Block] = field(default_factory=dict)
    rounding: int = 0
    program: str = ""

    def told(self, indicator: str, part: str = "") -> Figure | None:
        """Find a figure of the action in its year."""
        return self.figures.one(
            indicator,
            breakdown=ACTION,
            group=self.action.action,
            period=str(self.action.year),
            part=part,
        )


def compose_action(subject: ActionSubject) -> Report:
    """Write the report of an action in the language in use.

    Args:
        subject: the action, released figures, texts.

    Returns:
        The report, dated by the day of knowledge.
    """
    one = subject.action
    sections = [
        _short(subject),
        *written(subject.blocks, CONTEXT),
        _people(subject),
        _attendances(subject),
        _money(subject),
        *written(subject.blocks, READING),
        *written(subject.blocks, NEXT),
        method_section(subject.figures, rounding=subject.rounding),
        versions_section(subject.figures, program=subject.program),
    ]
    return Report(
        title=_("Bilan {year} : {title}").format(year=one.year, title=one.title),
        subtitle=" · ".join(part for part in (subject.holder, subject.level) if part),
        language=current_language(),
        made_on=subject.figures.as_of,
        sections=tuple(sections),
        is_dated_by_extract=True,
    )


def _short(subject: ActionSubject) -> Section:
    reached = subject.told("file_active")
    counted = subject.told("participations")
    if reached is not None and reached.value is not None:
        text = _("{n} jeunes environ ont été accompagnés nommément en {year}.")
        lead = text.format(n=whole(reached.value), year=subject.action.year)
    elif counted is not None and counted.value is not None:
        text = _("{n} participations environ ont été comptées sans nom en {year}.")
        lead = text.format(n=whole(counted.value), year=subject.action.year)
    else:
        lead = _("Trop peu de jeunes sont comptés pour donner un chiffre.")
    note = protection_note(subject.figures, subject.rounding)
    return Section(_("En bref"), (Paragraph(lead, "lead"), Paragraph(note, "note")))


def _people(subject: ActionSubject) -> Section:
    rows = tuple(_rows_of_people(subject))
    heading = _("Les jeunes accompagnés nommément")
    if not rows:
        text = _("Aucun jeune n’est rattaché nommément à cette action.")
        return Section(heading, (Paragraph(text),))
    table = Table(
        caption=_("Qui ils sont, dans les tranches du compte rendu financier"),
        heads=(_("Groupe"), _("Part ou effectif")),
        rows=rows,
        note=_("Âge et résidence au premier jour de l’année dans l’action."),
    )
    return Section(heading, (table,))


def _rows_of_people(subject: ActionSubject) -> Iterator[tuple[str, str]]:
    reached = subject.told("file_active")
    if reached is None:
        return
    yield _("Jeunes distincts (arrondi)"), reading(reached)
    for name, figure in (
        (_("Filles et jeunes femmes"), subject.told("part_femmes")),
        (_("Habitants de QPV"), subject.told("part_qpv")),
        (_("Résidence inconnue"), subject.told("part_qpv", "unknown")),
    ):
        if figure is not None:
            yield name, reading(figure)
    for figure in subject.figures.of(
        "file_active",
        breakdown=ACTION,
        group=subject.action.action,
        period=str(subject.action.year),
    ):
        if figure.part.startswith(BAND):
            yield band_name(figure.part), reading(figure)


def _attendances(subject: ActionSubject) -> Section:
    heading = _("Les participations comptées sans nom")
    rows = [
        (part_name(part) if part else _("Participations (arrondi)"), reading(figure))
        for part in ("", "filles", "qpv")
        if (figure := subject.told("participations", part)) is not None
    ]
    if not rows:
        text = _("Aucune feuille sans nom n’est rattachée à cette action.")
        return Section(heading, (Paragraph(text),))
    table = Table(
        caption=_("Combien de fois l’on est venu"),
        heads=(_("Groupe"), _("Part ou effectif")),
        rows=tuple(rows),
        note=_("Une même personne venue deux fois compte deux fois."),
    )
    return Section(heading, (table,))


def _money(subject: ActionSubject) -> Section:
    one = subject.action
    rows = [
        (_("Coût prévu"), euros(one.cost_cents)),
        (_("Accordé"), euros(one.granted_cents)),
        (_("Dépensé"), euros(one.spent_cents)),
    ]
    for part, name in (
        ("", _("Dépense par jeune accompagné")),
        ("participation", _("Dépense par participation")),
    ):
        figure = subject.told("depense_par_jeune", part)
        if figure is not None:
            rows.append((name, reading(figure)))
    notes = subject.catalogue.indicators["depense_par_jeune"].notes
    table = Table(
        caption=_("Ce que l’action coûte"),
        heads=(_("Quoi"), _("Montant")),
        rows=tuple(rows),
        note=typeset(label(notes)) if notes else NOTHING,
    )
    return Section(_("Les moyens"), (table,))
