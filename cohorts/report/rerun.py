"""A result computed again: the same digits, or what differs and since what change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cohorts.report.result_file import (
    MOST_PLACES,
    Origins,
    Result,
    count_numbers,
    differing,
)
from config.translation import _


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was.

    Attributes:
        what: which, a stable word.
        then: version or sum in the result file.
        now: version or sum today.
        label: the same in the language in use.
    """

    what: str
    then: str
    now: str
    label: str


@dataclass(frozen=True)
class Rerun:
    """What came out of computing a result again.

    Attributes:
        cohort: name of the definition.
        extract: name of the extract.
        is_same: every figure has the same digits.
        n_numbers: numbers that were compared.
        places: where figures differ, the first ones; names, never values.
        changes: what took part and is not as it was.
    """

    cohort: str
    extract: str
    is_same: bool
    n_numbers: int
    places: tuple[str, ...]
    changes: tuple[Change, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give the comparison as plain fields, for `--json`."""
        return {
            "cohort": self.cohort,
            "extract": self.extract,
            "same": self.is_same,
            "numbers": self.n_numbers,
            "places": list(self.places),
            "changes": [
                {"what": one.what, "then": one.then, "now": one.now}
                for one in self.changes
            ],
        }


def compare(result: Result, figures: Mapping[str, Any], now: Origins) -> Rerun:
    """Compare a result with the figures computed again.

    Args:
        result: the file.
        figures: released figures computed again, as plain fields.
        now: what took part this time.

    Returns:
        Whether the digits are the same, and what changed.
    """
    then = {name: _numbers(part) for name, part in result.figures.items()}
    again = {name: _numbers(part) for name, part in figures.items()}
    places = differing(then, again)
    return Rerun(
        cohort=now.cohort,
        extract=now.extract,
        is_same=not places,
        n_numbers=count_numbers(then),
        places=tuple(places[:MOST_PLACES]),
        changes=changes_between(result.origins, now),
    )


def _numbers(part: object) -> object:
    """Leave out the notes: they are sentences in the language of their day."""
    if not isinstance(part, dict):
        return part
    return {key: value for key, value in part.items() if key != "notes"}


def changes_between(then: Origins, now: Origins) -> tuple[Change, ...]:
    """List what is not as it was.

    Args:
        then: what a result was computed from.
        now: what takes part today.

    Returns:
        One change per version or sum that differs.
    """
    tables = [
        (
            f"table:{name}",
            then.tables.get(name, ""),
            now.tables.get(name, ""),
            _("table « {name} » de l’extrait").format(name=name),
        )
        for name in sorted({*then.tables, *now.tables})
    ]
    pairs = [
        ("program", then.program, now.program, _("programme")),
        (
            "definition",
            then.definition_hash,
            now.definition_hash,
            _("définition de la cohorte"),
        ),
        (
            "dropout_rules",
            str(then.dropout_version),
            str(now.dropout_version),
            _("règles de décrochage"),
        ),
        (
            "disclosure_rules",
            then.disclosure_version,
            now.disclosure_version,
            _("règles de diffusion"),
        ),
        ("as_of", then.as_of, now.as_of, _("jour de connaissance de l’extrait")),
        (
            "configuration",
            then.config_hash,
            now.config_hash,
            _("nomenclature de l’extrait"),
        ),
        *tables,
    ]
    return tuple(Change(*pair) for pair in pairs if pair[1] != pair[2])


def as_lines(rerun: Rerun) -> list[str]:
    """Tell a comparison to people.

    Args:
        rerun: the comparison.

    Returns:
        Lines, in the language in use.
    """
    if rerun.is_same:
        text = _("Mêmes chiffres, à la décimale près : {n} nombres comparés.")
        lines = [text.format(n=rerun.n_numbers)]
    else:
        text = _("Les chiffres diffèrent ({n} nombres comparés), d’abord ici :")
        lines = [text.format(n=rerun.n_numbers), *_listed(rerun.places)]
    if rerun.changes:
        lines.append(_("Ce qui a changé depuis :"))
        lines += _listed(
            [
                _("{what} : {then} → {now}").format(
                    what=one.label, then=_short(one.then), now=_short(one.now)
                )
                for one in rerun.changes
            ]
        )
    elif not rerun.is_same:
        lines.append(_("Rien de ce qui prend part au calcul n’a changé de version."))
    return lines


def _listed(texts: Sequence[str]) -> list[str]:
    return [f"- {text}" for text in texts]


def _short(text: str) -> str:
    return text[:12] or "–"
