"""The labels of groups as counted → the words people use for them."""

from collections.abc import Iterable

from cohorts.definition.explain_design import group_label
from cohorts.definition.sql_groups import ACTION, VINTAGE, VINTAGE_PREFIX
from config.translation import label as label_of
from config.typography import _, typeset
from parcours.access.context import Context
from parcours.access.organisations import read_organisations
from parcours.nomenclature import Nomenclature


UNKNOWN, WHOLE = "unknown", "all"
INSIDE, OUTSIDE = "in", "out"  # of a priority neighbourhood, as counted


def breakdown_name(group: str) -> str:
    """Name a breakdown.

    Args:
        group: sex, age_band, qpv, year, organisation or attribute:NAME.

    Returns:
        A word or two.
    """
    return group_label(group)


def as_choice(group: str) -> str:
    """Name a breakdown at the start of a line.

    Args:
        group: as `breakdown_name`.

    Returns:
        The same, with a capital.
    """
    name = breakdown_name(group)
    return name[:1].upper() + name[1:]


def group_names(
    context: Context, breakdown: str | None, labels: Iterable[str]
) -> dict[str, str]:
    """Name the groups of a breakdown.

    Args:
        context: for the territory's words.
        breakdown: the grouping, None for the whole.
        labels: the groups as counted.

    Returns:
        label → name; a label that no list holds stays as it is.
    """
    words = _words(context, breakdown)
    fixed = {
        UNKNOWN: _("Inconnu"),
        OUTSIDE: _("Hors quartier prioritaire"),
        INSIDE: _("En quartier prioritaire"),
        WHOLE: _("Ensemble"),
    }
    return {text: words.get(text) or fixed.get(text) or text for text in labels}


def in_order(
    context: Context, breakdown: str | None, labels: Iterable[str]
) -> list[str]:
    """Put groups in the order in which people expect them, hidden ones in their place.

    Args:
        context: for the territory's words.
        breakdown: the grouping.
        labels: the groups as counted.

    Returns:
        Years by time, ages from the youngest, others by name; the unknown last.
    """
    found = list(labels)
    names = group_names(context, breakdown, found)
    known = list(context.nomenclature.age_bands) if breakdown == "age_band" else []

    def place(label: str) -> tuple[bool, int, str]:
        rank = known.index(label) if label in known else len(known)
        word = label if breakdown == "year" else names[label]
        return label == UNKNOWN, rank, word

    return sorted(found, key=place)


def _words(context: Context, breakdown: str | None) -> dict[str, str]:
    nomenclature = context.nomenclature
    if breakdown == "sex":
        return {code: _named(sex.labels) for code, sex in nomenclature.sexes.items()}
    if breakdown == "age_band":
        bands = nomenclature.age_bands.items()
        return {code: _named(band.labels) for code, band in bands}
    if breakdown == "qpv":
        return _neighbourhoods(nomenclature)
    if breakdown == VINTAGE:
        years = {str(year): _("Liste de {year}") for year in VINTAGE_PREFIX}
        named = {year: text.format(year=year) for year, text in years.items()}
        return named | {"other": _("Autre liste")}
    if breakdown == ACTION:
        return {UNKNOWN: _("Hors action financée")}
    if breakdown == "organisation":
        entries = read_organisations(context.config)
        return {entry.code: _named(entry.labels) for entry in entries}
    return {}


def _neighbourhoods(nomenclature: Nomenclature) -> dict[str, str]:
    places = {}
    for code, place in nomenclature.territories.items():
        name = _named(place.labels)
        if place.vintage is not None:
            name = _("{name} (liste {year})").format(name=name, year=place.vintage)
        places[code] = name
        if place.code_official is not None:
            places[place.code_official] = name
    return places


def _named(labels: dict[str, str] | str) -> str:
    return typeset(label_of(labels))
