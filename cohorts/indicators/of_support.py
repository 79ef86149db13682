"""How much support, and how well it is known → released figures."""

from collections.abc import Iterator
from dataclasses import replace

from cohorts.event_table.doses import count_yearly
from cohorts.event_table.known import CRITERIA, load_known, sum_known
from cohorts.event_table.several import OpenExtract
from cohorts.indicators.figures import ALL, WHOLE, Figure
from cohorts.indicators.medians import medians
from cohorts.indicators.of_activity import Desk
from cohorts.indicators.of_cases import sums_of


INTENSITY, QUALITY = "intensite", "qualite_donnees"
HOURS = "heures"
YES, NO = "yes", "no"


def figures_of_intensity(extract: OpenExtract, desk: Desk) -> Iterator[Figure]:
    """Tell the median number of individual interventions, and of hours, per year.

    Args:
        extract: after `count_active` of the whole.
        desk: the rules.

    Yields:
        Figures of intensite, of each period and breakdown.
    """
    for period, rows in count_yearly(extract).groupby("period", sort=True):
        for breakdown in (WHOLE, "sex", "age_band", "qpv"):
            own = rows if breakdown else rows.assign(all=ALL)
            for part, value in (("", "interventions"), (HOURS, "hours")):
                like = Figure(
                    INTENSITY, breakdown=breakdown, period=str(period), part=part
                )
                yield from medians(
                    own, group=breakdown or "all", value=value, like=like, desk=desk
                )


def figures_of_quality(extract: OpenExtract, desk: Desk) -> Iterator[Figure]:
    """Tell which share of dates, sexes, residences and situations is known.

    Young people are counted, and their counts protected like all others: of dates,
    those of whom every date is known to the day. By structure the page of data quality
    tells it, and it alone: two ways of hiding the same counts would undo each other.

    Args:
        extract: the open extract.
        desk: the rules.

    Yields:
        Figures of qualite_donnees as of the day of knowledge, of all and by sex.
    """
    load_known(extract)
    for criterion in CRITERIA:
        for breakdown in (WHOLE, "sex"):
            if (criterion, breakdown) == ("sexe", "sex"):
                continue
            rows = sum_known(extract, criterion, by=breakdown)
            sums = sums_of(rows, breakdown)
            like = Figure(QUALITY, breakdown=breakdown, part=criterion)
            table = {
                group: {YES: round(one.counted), NO: one.n - round(one.counted)}
                for group, one in sums.items()
            }
            yield from desk.shares(table, replace(like, part=""), {YES: criterion})
