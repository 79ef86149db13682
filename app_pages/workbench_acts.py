"""What the sections on actions share: words of a ratio, curves, limits."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import streamlit as st

from app_pages.components import formats, tables
from app_pages.components.groups import as_choice
from app_pages.components.words import _, keyed, named, typeset
from app_pages.visit import Visit
from app_pages.workbench_curves import Line, draw_lines
from app_pages.workbench_kept import Chosen, kept
from cohorts.charts.forest import ForestRow, forest_chart
from cohorts.definition.language import CohortDefinition
from cohorts.exposure.evalue import EValue
from cohorts.exposure.negative_control import ControlVerdict
from cohorts.workbench.acts import BEFORE, Gap, SideCurve
from cohorts.workbench.exposures import Window


Answer = TypeVar("Answer")
PROPOSED = ("sex", "age_band", "qpv")
READ_AT = (3, 6, 12, 24)


@dataclass(frozen=True)
class Asked:
    """What all designs are asked about.

    Attributes:
        visit: who is here.
        chosen: cohort and extract.
        kinds: the actions.
        cause: the outcome.
        control: an outcome that the action cannot change, None where not asked.
    """

    visit: Visit
    chosen: Chosen
    kinds: tuple[str, ...]
    cause: str
    control: str | None

    def answer(self, design: str, *how: Hashable, make: Callable[[], Answer]) -> Answer:
        """Give an answer of this session, or make it."""
        about = (self.kinds, self.cause, self.control, *how)
        return kept(self.chosen, f"exposure_{design}", *about, make=make)


def covariates(asked: Asked) -> tuple[str, ...]:
    """Ask on what groups should be alike."""
    offered = list(asked.chosen.definition.breakdowns)
    return tuple(
        st.multiselect(
            _("Rendre semblables sur"),
            offered,
            default=[one for one in PROPOSED if one in offered],
            format_func=as_choice,
            placeholder=_("Choisir"),
            key=keyed(f"bench_alike_on_{asked.chosen.definition.name}"),
        )
    )


def covariate_name(name: str) -> str:
    """Name a covariate at the start of a line."""
    return _("Action déjà vécue avant") if name == BEFORE else as_choice(name)


def ratio_in_words(ratio: float | None, low: float | None, high: float | None) -> str:
    """Write a ratio with its limits."""
    if ratio is None or low is None or high is None:
        return _("trop peu d’issues pour le dire")
    return _("{n} ({low} à {high})").format(
        n=formats.decimal(ratio, 2),
        low=formats.decimal(low, 2),
        high=formats.decimal(high, 2),
    )


def window_name(one: Window) -> str:
    """Name a window of time."""
    if one.until_month is None:
        return _("Après {n} mois").format(n=one.from_month)
    return _("De {start} à {stop} mois").format(
        start=one.from_month, stop=one.until_month
    )


Ratios = Sequence[tuple[str, float | None, float | None, float | None]]


def forest(
    visit: Visit, parts: Sequence[tuple[str, Ratios]], *, key: str, alt: str
) -> None:
    """Draw ratios under their headings; those that may not be told are left out."""
    drawn = []
    for head, rows in parts:
        told = [
            ForestRow(
                _("{name} : {reading}").format(
                    name=name, reading=ratio_in_words(ratio, low, high)
                ),
                ratio,
                low,
                high,
            )
            for name, ratio, low, high in rows
            if ratio is not None
        ]
        if told and head:
            drawn.append(ForestRow(head))
        drawn += told
    st.vega_lite_chart(
        forest_chart(
            drawn, less=_("moins souvent"), more=_("plus souvent"), look=visit.look
        ),
        theme=None,
        width="stretch",
        alt=alt,
        key=key,
    )


def draw_sides(
    visit: Visit,
    curves: Sequence[SideCurve],
    names: tuple[str, str],
    *,
    definition: CohortDefinition,
    key: str,
    alt: str,
) -> None:
    """Draw both sides, those not reached first, with their table."""
    if not curves:
        return
    last = int(min(curve.months[-1] for curve in curves))
    months = tuple(at for at in READ_AT if at <= last)
    if not months or last not in READ_AT:
        months = tuple(sorted({*months, last}))
    lines = [
        Line(
            names[curve.is_reached], curve.months, curve.estimate, curve.low, curve.high
        )
        for curve in curves
    ]
    draw_lines(
        visit,
        lines,
        definition=replace(
            definition, clock="calendar_months", horizons_months=months[-4:]
        ),
        key=key,
        alt=alt,
    )


def draw_gaps(gaps: Sequence[Gap], *, head: str) -> None:
    """Write the difference at some months: early on it shows a lock-in."""
    rows = [
        [_("{n} mois").format(n=gap.month), points(gap.difference, gap.low, gap.high)]
        for gap in gaps
    ]
    tables.table([_("Délai"), head], rows, alt=head)


def points(difference: float, low: float, high: float) -> str:
    """Write a difference of shares with its limits, in young people of a hundred."""
    return _("{n} sur 100 ({low} à {high})").format(
        n=signed(100 * difference), low=signed(100 * low), high=signed(100 * high)
    )


def months_gained(value: float, low: float, high: float) -> str:
    """Write a difference of mean months with its limits."""
    return _("{n} mois ({low} à {high})").format(
        n=signed(value, 1), low=signed(low, 1), high=signed(high, 1)
    )


def signed(value: float, digits: int = 0) -> str:
    """Write a number with its sign; a rounded nought has none."""
    size = round(abs(value), digits)
    if not size:
        return formats.decimal(0.0, digits)
    return ("+" if value > 0 else "−") + formats.decimal(size, digits)


def how_to_read(read: str, not_read: str) -> None:
    """Say what may be read in the figures, and what may not."""
    lines = [
        f"**{_('À lire.')}** {typeset(read)}",
        f"**{_('À ne pas lire.')}** {typeset(not_read)}",
    ]
    st.markdown("  \n".join(lines))


def robustness(value: EValue) -> None:
    """Say how strong an unmeasured difference must be to explain the ratio."""
    text = _(
        "Solidité (valeur E) : pour expliquer à elle seule ce rapport, une différence "
        "non mesurée devrait aller de pair avec l’action et avec l’issue, chacune d’un "
        "rapport d’au moins {point}."
    ).format(point=formats.decimal(value.point, 2))
    if value.limit > 1:
        text += " " + _("Pour que la fourchette touche 1 : {limit}.").format(
            limit=formats.decimal(value.limit, 2)
        )
    else:
        text += " " + _("La fourchette contient déjà 1 : rien n’est à expliquer.")
    st.markdown(text)


def control_verdict(asked: Asked, verdict: ControlVerdict | None) -> None:
    """Say what the negative control tells, where one was asked for."""
    if asked.control is None:
        return
    label = next(
        named(one.label)
        for one in asked.chosen.definition.causes
        if one.code == asked.control
    )
    if verdict is None:
        said = _("Contrôle négatif ({what}) : trop peu de jeunes l’ont connue.")
        st.markdown(said.format(what=label))
        return
    said = _("{verdict} ({what} : {ratio})").format(
        verdict=typeset(_verdict(verdict)),
        what=label,
        ratio=ratio_in_words(verdict.ratio, verdict.low, verdict.high),
    )
    if verdict.verdict == "failed":
        st.warning(said)
    else:
        st.markdown(said)


def _verdict(verdict: ControlVerdict) -> str:
    return {
        "passed": _(
            "Contrôle négatif : pas d’écart visible sur une issue que l’action ne peut "
            "pas changer. Cela n’écarte pas tout biais."
        ),
        "failed": _(
            "Contrôle négatif en échec : l’action semble changer ce qu’elle ne peut "
            "pas changer. Les groupes diffèrent par autre chose ; ne concluez pas."
        ),
        "too-imprecise": _(
            "Contrôle négatif trop imprécis : il ne dit ni que les groupes sont "
            "semblables, ni qu’ils diffèrent."
        ),
    }[verdict.verdict]
