"""The parts of a definition that say how it is compared: exclusions, exposures.

An exposure is always dated. "Took part, at any time" would hand the exposed the days
they had to stay at risk in order to take part (immortal time): it is refused here,
with the ways that are right.
"""

import re
from collections.abc import Callable
from typing import cast

from cohorts.definition.known_later import EVER, refuse_told_later
from cohorts.definition.language import (
    ATTRIBUTE,
    DESIGNS,
    FLOOR_OF_AGES,
    GROUPS,
    AttributeFilter,
    Clock,
    Exclusion,
    Exposure,
    ExposureDesign,
)
from config.reading import ConfigurationRefused, Entry
from config.translation import _


CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,62}\Z")
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}\Z")
YEARS_OF_AGE = (18, 21, 25)
MOST_DAYS = 36_525  # a century: longer is a slip of the pen
MOST_MONTHS = 1_200

Written = Callable[[Entry, str], tuple[str, ...]]  # takes situations, checks them


def exclusions_from(entry: Entry, written: Written) -> tuple[Exclusion, ...]:
    """Take the exclusions of a definition.

    Args:
        entry: top mapping of the definition.
        written: takes a list of situations from an entry and checks its codes.

    Returns:
        The exclusions, in order.

    Raises:
        ConfigurationRefused: no reason, two kinds of fact in one, a code twice.
    """
    found: list[Exclusion] = []
    for item in entry.entries("exclusions"):
        one = _exclusion(item, written)
        if one.code in {other.code for other in found}:
            raise item.refuse(_("Deux exclusions portent le même code."), "code")
        found.append(one)
    return tuple(found)


def _exclusion(entry: Entry, written: Written) -> Exclusion:
    ways = ("interventions", "situations", "follow_up", "attribute")
    way = one_of(entry, ways)
    within = days(entry, "within_days") if entry.has("within_days") else None
    if within == 0 or (within is not None and way == "attribute"):
        raise entry.refuse(
            _("Ce délai est un nombre de jours avant l’origine, d’au moins 1 ; un "
              "profil se lit à l’origine, sans délai."),
            "within_days",
        )  # fmt: skip
    one = Exclusion(
        code=name(entry, "code", CODE),
        label=entry.labels("reason"),
        interventions=codes(entry, "interventions") if way == ways[0] else (),
        situations=_some(written(entry, way), entry, way) if way == ways[1] else (),
        follow_up=codes(entry, "follow_up") if way == ways[2] else (),
        attribute=attribute_filter(entry.entry(way)) if way == ways[3] else None,
        within_days=within,
    )
    entry.finish()
    return one


def exposures_from(entry: Entry, written: Written) -> tuple[Exposure, ...]:
    """Take the exposures of a definition.

    Args:
        entry: top mapping of the definition.
        written: takes a list of situations from an entry and checks its codes.

    Returns:
        The exposures, in order.

    Raises:
        ConfigurationRefused: "ever" as a baseline exposure, a design without its
            parameter or with another's, a code twice.
    """
    found: list[Exposure] = []
    for item in entry.entries("exposures"):
        one = _exposure(item, written)
        if one.code in {other.code for other in found}:
            raise item.refuse(_("Deux expositions portent le même code."), "code")
        found.append(one)
    return tuple(found)


def _exposure(entry: Entry, written: Written) -> Exposure:
    way = one_of(entry, ("interventions", "situations"))
    design = _design(entry)
    landmarks = entry.integers("landmarks_months")
    grace = days(entry, "grace_days") if entry.has("grace_days") else None
    lasts = entry.boolean("while_it_lasts", default=False)
    is_rising = list(landmarks) == sorted(set(landmarks)) and all(
        month > 0 for month in landmarks
    )
    if bool(landmarks) != (design == "landmark") or not is_rising:
        what = _("Les repères sont des mois positifs, en ordre croissant ; il en faut "
                 "avec « landmark », et là seulement.")  # fmt: skip
        raise entry.refuse(what, "landmarks_months")
    if (grace is not None) != (design == "target_trial"):
        what = _("Il faut un délai pour commencer avec « target_trial », et là "
                 "seulement.")  # fmt: skip
        raise entry.refuse(what, "grace_days")
    if lasts and design != "time_varying":
        what = _("« while_it_lasts » n’a de sens qu’avec « time_varying ».")
        raise entry.refuse(what, "while_it_lasts")
    one = Exposure(
        code=name(entry, "code", CODE),
        label=entry.labels(),
        interventions=codes(entry, way) if way == "interventions" else (),
        situations=(
            _some(written(entry, way), entry, way) if way == "situations" else ()
        ),
        design=design,
        while_it_lasts=lasts,
        landmarks_months=landmarks,
        grace_days=grace,
    )
    entry.finish()
    return one


def _design(entry: Entry) -> ExposureDesign:
    written = entry.text("design", "time_varying")
    if written in EVER or any(entry.has(word) for word in EVER):
        raise ever_refused(entry)
    return cast("ExposureDesign", entry.choice("design", DESIGNS, "time_varying"))


def ever_refused(entry: Entry) -> ConfigurationRefused:
    """Say why "ever took part" is no exposure at the origin, and what is.

    Args:
        entry: where it is written.

    Returns:
        The refusal.
    """
    what = _(
        "« A participé, à un moment ou à un autre » n’est pas connu à l’origine : "
        "pour participer plus tard, il fallait être encore sans issue, et ces jours "
        "seraient comptés à l’avantage ou au désavantage de l’action. Écrivez "
        "« time_varying » (exposé à partir de son jour), « landmark » (exposé avant "
        "un mois fixe, parmi ceux encore suivis) ou « target_trial » (commencer dans "
        "un délai, ou non)."
    )
    return entry.refuse(what, "design")


def breakdowns_from(entry: Entry, key: str) -> tuple[str, ...]:
    """Take a list of breakdowns.

    Args:
        entry: top mapping of the definition.
        key: groups, covariates or strata.

    Returns:
        Their codes.

    Raises:
        ConfigurationRefused: none of the breakdowns that there are, one that only the
            future tells, or one twice.
    """
    groups = entry.texts(key)
    for group in groups:
        attribute = group.removeprefix(ATTRIBUTE)
        if group not in GROUPS and attribute == group:
            refuse_told_later(entry, key, group)
        if group not in GROUPS and (attribute == group or not NAME.match(attribute)):
            raise entry.refuse(
                _("Valeurs admises : {allowed}.").format(
                    allowed=", ".join((*GROUPS, f"{ATTRIBUTE}NAME"))
                ),
                key,
            )
    if key != "groups" and len(set(groups)) < len(groups):
        raise entry.refuse(_("Une ventilation est écrite deux fois."), key)
    return groups


def floor_from(entry: Entry, clock: Clock) -> int | None:
    """Take the number at risk from which a curve starts.

    Args:
        entry: top mapping of the definition.
        clock: the unit of time; with age, few are at risk at first.

    Returns:
        The number; None = from time zero.

    Raises:
        ConfigurationRefused: not a number of at least 1.
    """
    key = "at_risk_floor"
    if key not in entry.values:
        return FLOOR_OF_AGES if clock == "age" else None
    floor = entry.integer_or_none(key)
    if floor is not None and floor < 1:
        raise entry.refuse(_("Il faut un effectif d’au moins 1, ou null."), key)
    return floor


def horizons_from(entry: Entry, clock: Clock) -> tuple[int, ...]:
    """Take the horizons, in months; on the clock of age, birthdays are ages in years.

    Args:
        entry: top mapping of the definition.
        clock: the unit of time.

    Returns:
        Months, rising.

    Raises:
        ConfigurationRefused: not positive, not rising, or ages on another clock.
    """
    key = "horizons_ages" if entry.has("horizons_ages") else "horizons_months"
    if key == "horizons_ages" and (clock != "age" or entry.has("horizons_months")):
        raise entry.refuse(
            _("Les âges de lecture vont avec « clock: age », à la place des mois."), key
        )
    horizons = tuple(
        12 * age for age in entry.integers("horizons_ages")
    ) or entry.integers("horizons_months")
    if not horizons:
        horizons = (
            tuple(12 * age for age in YEARS_OF_AGE)
            if clock == "age"
            else (3, 6, 12, 24)
        )
    is_rising = list(horizons) == sorted(set(horizons))
    if not is_rising or not 0 < horizons[0] <= horizons[-1] <= MOST_MONTHS:
        raise entry.refuse(
            _("Les horizons sont des mois positifs, en ordre croissant."), key
        )
    return horizons


def attribute_filter(entry: Entry) -> AttributeFilter:
    """Take a filter on an attribute.

    Args:
        entry: its block.

    Returns:
        The filter.

    Raises:
        ConfigurationRefused: no value.
    """
    found = AttributeFilter(name(entry, "name"), entry.texts("values"))
    if not found.values:
        raise entry.refuse(_("Il faut au moins une valeur."), "values")
    entry.finish()
    return found


def one_of(entry: Entry, keys: tuple[str, ...]) -> str:
    """Find the one key of several that is written.

    Args:
        entry: a block.
        keys: the keys in question.

    Returns:
        The key.

    Raises:
        ConfigurationRefused: none of them, or several.
    """
    present = [key for key in keys if entry.has(key)]
    if len(present) != 1:
        what = _("Il faut exactement l’une de ces clés : {keys}.")
        raise entry.refuse(what.format(keys=", ".join(keys)))
    return present[0]


def name(entry: Entry, key: str, form: re.Pattern[str] = NAME) -> str:
    """Take a name that is safe in files and in SQL.

    Args:
        entry: a block.
        key: where it stands.
        form: what it must look like.

    Returns:
        The name.

    Raises:
        ConfigurationRefused: other signs than small letters, digits and `_`.
    """
    text = entry.text(key)
    if not form.match(text):
        raise entry.refuse(_("Il faut un nom en minuscules, chiffres et « _ »."), key)
    return text


def days(entry: Entry, key: str, default: int | None = None) -> int:
    """Take a number of days.

    Args:
        entry: a block.
        key: where it stands.
        default: where absent; None makes it obligatory.

    Returns:
        The number.

    Raises:
        ConfigurationRefused: under nought, or over a century.
    """
    value = entry.integer(key, default)
    if not 0 <= value <= MOST_DAYS:
        raise entry.refuse(_("Il faut un nombre de jours positif ou nul."), key)
    return value


def codes(entry: Entry, key: str) -> tuple[str, ...]:
    """Take a list of codes that must not be empty.

    Args:
        entry: a block.
        key: where it stands.

    Returns:
        The codes.

    Raises:
        ConfigurationRefused: an empty list.
    """
    return _some(entry.texts(key), entry, key)


def _some(codes: tuple[str, ...], entry: Entry, key: str) -> tuple[str, ...]:
    if not codes:
        raise entry.refuse(_("Il faut au moins un code."), key)
    return codes
