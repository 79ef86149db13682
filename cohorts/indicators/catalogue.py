"""`config/indicators.yaml` → the indicators, each with its fraction.

A definition says what is counted among whom, from when, until when, and what ends
observation; the figures beside it are computed from the cohorts that it names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.entry import Entry
from config.reading import read_yaml
from config.translation import _


METHODS = (
    "aalen_johansen",
    "aalen_johansen_median",
    "kaplan_meier",
    "state_on_day",
    "state_occupancy",
    "count",
    "ratio",
    "difference",
)


@dataclass(frozen=True)
class Indicator:
    """One indicator's definition.

    Attributes:
        id: its name.
        label: French and English.
        definition: a sentence, French and English.
        notes: what to know when reading it, French and English, or None.
        numerator: what is counted.
        denominator: among whom.
        origin: from when.
        method: one of `METHODS`.
        horizons_months: where it is read.
        censoring: statuses that end observation.
        competing: what makes the outcome impossible or of no more interest.
        breakdowns: which ones are offered.
        variants: its senses, () = one.
        cohorts: variant ("all" = the only one) → name of the cohort definition.
        target: the share aimed at unless the territory sets another, or None.
        unit: person, handover, fact, participation or euro.
        available: whether anything computes it.
        source: where the definition comes from.
    """

    id: str
    label: dict[str, str]
    definition: dict[str, str]
    notes: dict[str, str] | None
    numerator: str
    denominator: str
    origin: str
    method: str
    horizons_months: tuple[int, ...]
    censoring: tuple[str, ...]
    competing: tuple[str, ...]
    breakdowns: tuple[str, ...]
    variants: tuple[str, ...]
    cohorts: Mapping[str, str]
    target: float | None
    unit: str
    available: bool
    source: str


@dataclass(frozen=True)
class Catalogue:
    """The indicators of a territory.

    Attributes:
        indicators: by id, in the order of the file.
        n_years: how many years are told one by one.
        pools: how many of the last years are taken together, each a period.
    """

    indicators: Mapping[str, Indicator]
    n_years: int
    pools: tuple[int, ...]


def read_catalogue(folder: Path) -> Catalogue:
    """Read a territory's indicators.

    Args:
        folder: its configuration folder.

    Returns:
        The catalogue; without `pooling`, five years, and three and five together.

    Raises:
        ConfigurationRefused: a key is absent, unknown or of the wrong form.
    """
    top = read_yaml(folder / "indicators.yaml")
    top.integer("version")
    pooling = top.entry_or_none("pooling")
    n_years: int = 5
    pools: tuple[int, ...] = (3, 5)
    if pooling is not None:
        n_years = pooling.integer("years")
        pools = tuple(pooling.integers("together"))
        pooling.finish()
        if not 1 <= n_years <= 15 or any(not 2 <= n <= 15 for n in pools):
            raise top.refuse(_("De deux à quinze ans."), "pooling")
    found = {}
    for entry in top.entries("indicators"):
        one = _indicator(entry)
        if one.id in found:
            raise entry.refuse(_("Deux indicateurs portent le même nom."), "id")
        found[one.id] = one
    top.finish()
    return Catalogue(found, n_years, pools)


def _indicator(entry: Entry) -> Indicator:
    competing = entry.texts("competing")
    by_variant = entry.entry_or_none("competing_by_variant")
    if by_variant is not None:
        for variant in by_variant.values:
            by_variant.texts(str(variant))
        by_variant.finish()
    cohorts = entry.entry_or_none("cohorts")
    one = Indicator(
        id=entry.text("id"),
        label=entry.labels(),
        definition=entry.labels("definition"),
        notes=entry.labels("notes") if entry.has("notes") else None,
        numerator=entry.text("numerator"),
        denominator=entry.text("denominator"),
        origin=entry.text("origin"),
        method=entry.choice("method", METHODS),
        horizons_months=tuple(entry.integers("horizons_months")),
        censoring=entry.texts("censoring"),
        competing=competing,
        breakdowns=entry.texts("breakdowns"),
        variants=entry.texts("variants"),
        cohorts={str(k): cohorts.text(str(k)) for k in cohorts.values}
        if cohorts
        else {},
        target=entry.number("target") if entry.has("target") else None,
        unit=entry.text("unit"),
        available=entry.boolean("available"),
        source=entry.text("source"),
    )
    if cohorts is not None:
        cohorts.finish()
    entry.boolean("proposed", default=False)
    entry.date_or_none("valid_from")
    entry.date_or_none("valid_to")
    entry.finish()
    return one
