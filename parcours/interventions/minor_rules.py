"""`config/minors.yaml` → the rules on minors and hours, for one territory."""

from functools import lru_cache
from pathlib import Path

import config
from config.reading import Entry, read_text, read_yaml_text
from config.translation import _
from parcours.interventions.minors import AgeBand, MinorRules, Stretch


FILE = "minors.yaml"
ZONES = ("A", "B", "C")
KEPT = 8  # states of the file: of the territories of one process


def read_minor_rules(folder: Path) -> MinorRules:
    """Read a territory's rules; understood once for each state of the file.

    Args:
        folder: its configuration folder; a territory older than the file follows the
            shipped one.

    Returns:
        The rules, with the school holidays of its zone.

    Raises:
        ConfigurationRefused: the file breaks a rule.
    """
    path = folder / FILE
    if not path.exists():
        path = Path(config.__file__).parent / FILE
    return _understood(read_text(path))


@lru_cache(maxsize=KEPT)
def _understood(text: str) -> MinorRules:
    top = read_yaml_text(text, name=FILE)
    top.integer("version")
    top.text("source")
    top.boolean("proposed")
    top.date_or_none("valid_from")
    top.date_or_none("valid_to")
    zone = top.choice("zone", ZONES)
    rules = MinorRules(
        work_kinds=frozenset(top.texts("work_kinds")),
        lowest_age=top.integer("lowest_age"),
        most_hours=top.number("most_hours_12_months"),
        bands=tuple(_band(entry) for entry in top.entries("bands")),
        known=tuple(_stretch(entry) for entry in top.entries("school_years")),
        holidays=_holidays(top.entries("school_holidays"), zone),
    )
    top.finish()
    return rules


def _band(entry: Entry) -> AgeBand:
    ages = entry.integers("ages")
    if len(ages) != 2 or ages[0] > ages[1]:
        what = _("Il faut deux entiers, le plus petit d’abord.")
        raise entry.refuse(what, "ages")
    band = AgeBand(
        first_age=ages[0],
        last_age=ages[1],
        hours_day=entry.number("hours_day"),
        hours_week=entry.number("hours_week"),
        only_school_holidays=entry.boolean("only_school_holidays"),
        shortest_holiday_days=entry.integer("shortest_holiday_days"),
        half_of_holiday=entry.boolean("half_of_holiday"),
    )
    entry.finish()
    return band


def _stretch(entry: Entry) -> Stretch:
    start, end = entry.date_or_none("from"), entry.date_or_none("to")
    if start is None or end is None or end <= start:
        raise entry.refuse(_("La fin précède le début."), "to")
    entry.finish()
    return Stretch(start, end)


def _holidays(entries: tuple[Entry, ...], zone: str) -> tuple[Stretch, ...]:
    found = []
    for entry in entries:
        is_ours = zone in entry.texts("zones")
        stretch = _stretch(entry)
        if is_ours:
            found.append(stretch)
    return tuple(sorted(found, key=lambda each: each.starts_on))
