"""Tables released from the bench → headings, cells and names in the language in use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cohorts.definition.explain_design import group_label
from cohorts.disclosure.bench import ReleasedTable, Value
from config.typography import _


NAMED = ("situation", "left", "entered")  # columns of situations
WHOLE = "all"
BEFORE = "exposed_before"  # a covariate of the designs that compare two sides


@dataclass(frozen=True)
class BenchWords:
    """The words of one answer's tables.

    Attributes:
        situations: code → name.
        levels: covariate and level → name.
    """

    situations: Mapping[str, str]
    levels: Mapping[tuple[str, str], str]

    def cell(self, table: ReleasedTable, row: tuple[Value, ...], place: int) -> Value:
        """Give one cell in words.

        Args:
            table: released.
            row: one of its rows.
            place: of the column.

        Returns:
            A text, or the number as it is.
        """
        column, value = table.columns[place], row[place]
        if not isinstance(value, str):
            return value
        if column in NAMED:
            return self.situations.get(value, value)
        if column == "term":
            return term_name(value)
        if column == "level":
            return self.levels.get((str(row[place - 1]), value), value)
        if column == "window":
            return window_name(value)
        if column == "landmark":
            return landmark_name(value)
        if column == "month":
            return _("{n} mois").format(n=value)
        if column in ("side", "when"):
            return _marks().get(value, value)
        if column == "group":
            return _("Type {n}").format(n=value) if value else _("Ensemble")
        return value

    def rows(self, table: ReleasedTable) -> list[list[Value]]:
        """Give a table in words.

        Args:
            table: released.

        Returns:
            Its rows.
        """
        places = range(len(table.columns))
        return [[self.cell(table, row, k) for k in places] for row in table.rows]


def _marks() -> dict[str, str]:
    return {
        "reached": _("Y avaient eu part"),
        "others": _("Sans cette action"),
        "before": _("Avant"),
        "after": _("Après"),
    }


def landmark_name(code: str) -> str:
    """Name the day from which time counts: "3" months, or "0", the origin.

    Args:
        code: as released.

    Returns:
        A few words.
    """
    if code == "0":
        return _("Depuis que les groupes sont connus")
    return _("Repère à {n} mois").format(n=code)


def term_name(group: str) -> str:
    """Name a covariate at the start of a line.

    Args:
        group: as released.

    Returns:
        A word or two, with a capital.
    """
    if group == BEFORE:
        return _("Action déjà vécue avant")
    name = group_label(group)
    return name[:1].upper() + name[1:]


def window_name(code: str) -> str:
    """Name a window since an exposure: "0-3", "12-", or all the time.

    Args:
        code: as released.

    Returns:
        A few words.
    """
    if code == WHOLE:
        return _("Tout le suivi")
    start, _dash, stop = code.partition("-")
    if not stop:
        return _("Après {n} mois").format(n=start)
    return _("De {start} à {stop} mois").format(start=start, stop=stop)


def heads(table: ReleasedTable) -> list[str]:
    """Give the headings of a table.

    Args:
        table: released.

    Returns:
        One per column.
    """
    known = _heads()
    if table.key == "distribution":
        known |= {"time": _("Trimestre")}
    if table.key == "balance":
        known |= {"difference": _("Écart standardisé")}
    return [known.get(column, column) for column in table.columns]


def _heads() -> dict[str, str]:
    return {
        "group": _("Type"),
        "time": _("Mois"),
        "situation": _("Situation"),
        "left": _("Situation quittée"),
        "entered": _("Situation suivante"),
        "changes": _("Changements"),
        "chance": _("Part des départs"),
        "share": _("Part"),
        "low": _("Fourchette, bas"),
        "high": _("Fourchette, haut"),
        "followed": _("Encore suivis"),
        "entropy": _("Diversité (entropie)"),
        "months": _("Mois passés"),
        "n": _("Jeunes"),
        "visited": _("Situations vécues"),
        "transitions": _("Changements"),
        "complexity": _("Complexité"),
        "turbulence": _("Turbulence"),
        "term": _("Caractéristique"),
        "level": _("Niveau"),
        "ratio": _("Rapport"),
        "p": _("p"),
        "window": _("Depuis l’action"),
        "landmark": _("Date repère"),
        "side": _("Groupe"),
        "month": _("Délai"),
        "when": _("Comparaison"),
        "difference": _("Écart"),
    }


def table_names() -> Mapping[str, Callable[[], str]]:
    """Give the name of each table, for who chooses among them.

    Returns:
        key → words in the language in use.
    """
    return {
        "occupation": lambda: _("Parts dans chaque situation"),
        "stays": lambda: _("Mois passés dans chacune"),
        "changes": lambda: _("Passages de l’une à l’autre"),
        "types": lambda: _("Types et leurs effectifs"),
        "distribution": lambda: _("Situations de chaque type"),
        "everybody": lambda: _("Situations de tous"),
        "entropy": lambda: _("Diversité, mois après mois"),
        "ratios": lambda: _("Rapports par niveau"),
        "windows": lambda: _("Rapports selon le temps écoulé"),
        "landmarks": lambda: _("Rapports à chaque date repère"),
        "strategies": lambda: _("Rapport des parts à la fin du suivi"),
        "alike": lambda: _("Rapport entre groupes semblables"),
        "sides": lambda: _("Parts ayant connu l’issue"),
        "differences": lambda: _("Écarts de parts"),
        "balance": lambda: _("Ressemblance des groupes"),
    }
