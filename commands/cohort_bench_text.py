"""What the bench answers, as plain fields and as aligned text."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cohorts.definition.explain_design import group_label
from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.head_counts import Told
from cohorts.event_table.load import Manifest
from cohorts.workbench.answers import ModelAnswer, PathsAnswer, StatesAnswer
from cohorts.workbench.exposures import ExposureAnswer
from config.numbers import NOTHING, decimal
from config.translation import _, label


EVERY = 6  # months between the lines of a table of shares
Fields = dict[str, Any]
Names = Callable[[str, str], str]  # covariate and level → its name


def model_fields(answer: ModelAnswer) -> Fields:
    """Give a regression as plain fields, for `--json`.

    Args:
        answer: the model.

    Returns:
        cohort, extract, outcome, kind, n, n_events, terms (ratio, low, high, p: two
        digits, as on the page), tests, hidden levels, notes.
    """
    return _head(answer.definition, answer.manifest) | {
        "outcome": answer.cause,
        "kind": answer.kind,
        "n": answer.n.value,
        "n_events": answer.n_events.value,
        "terms": [
            {
                "covariate": one.term,
                "level": one.level,
                "reference": one.reference,
                "ratio": _two(one.ratio),
                "low": _two(one.ratio_limits[0]),
                "high": _two(one.ratio_limits[1]),
                "p": _two(one.p, 3),
            }
            for one in answer.model.coefficients
        ],
        "levels": [
            {"covariate": one.covariate, "level": one.code, "n": one.n.value}
            for one in answer.levels
        ],
        "proportional": [
            {"test": test.name, "p": _two(test.p, 3)} for test in answer.proportional
        ],
        "hidden": {group: list(codes) for group, codes in answer.hidden.items()},
        "notes": list(answer.model.notes),
    }


def model_text(answer: ModelAnswer, names: Names) -> str:
    """Lay a regression out for a terminal, its levels in words."""
    sizes = {(one.covariate, one.code): _count(one.n) for one in answer.levels}
    rows = [
        (
            group_label(one.term),
            names(one.term, one.level or ""),
            names(one.term, one.reference or ""),
            sizes.get((one.term, one.level or ""), NOTHING),
            decimal(one.ratio, 2),
            decimal(one.ratio_limits[0], 2),
            decimal(one.ratio_limits[1], 2),
            decimal(one.p, 3),
        )
        for one in answer.model.coefficients
    ]
    heads = [_("covariable"), _("niveau"), _("référence"), _("jeunes"), _("rapport")]
    heads += [_("bas"), _("haut"), "p"]
    hidden = [
        _("Niveaux trop peu nombreux, laissés de côté ({group}) : {codes}.").format(
            group=group_label(group),
            codes=", ".join(names(group, code) for code in codes),
        )
        for group, codes in answer.hidden.items()
        if codes
    ]
    ties = _("Issue « {outcome} » : {n} jeunes, {events} issues ; modèle {kind}.")
    return "\n".join(
        [
            _title(answer.definition, answer.manifest),
            ties.format(
                outcome=answer.cause,
                n=_count(answer.n),
                events=_count(answer.n_events),
                kind=answer.kind,
            ),
            "",
            *_aligned([heads, *rows], texts=3),
            *(
                _("Proportionnalité, {test} : p = {p}").format(
                    test=_tested(test.name), p=decimal(test.p, 3)
                )
                for test in answer.proportional
            ),
            "",
            *hidden,
            *(f"- {note}" for note in answer.model.notes),
        ]
    ).rstrip()


def states_fields(answer: StatesAnswer) -> Fields:
    """Give shares in situations as plain fields, for `--json`.

    Args:
        answer: shares, expected months, changes.

    Returns:
        cohort, extract, n, months, shares (situation → one per month, hundredths, null
        where not told), stays (months, low, high), passages (from, to, n).
    """
    curves = {str(curve.cause): curve for curve in answer.curves}
    return _head(answer.definition, answer.manifest) | {
        "n": answer.n.value,
        "horizon_months": answer.horizon_months,
        "months": [int(month) for month in answer.curves[0].times],
        "states": {state: answer.labels[state] for state in answer.states},
        "shares": {
            state: [_two(float(share)) for share in curve.estimate]
            for state, curve in curves.items()
        },
        "stays": [
            {
                "state": stay.state,
                "months": _two(stay.months, 1),
                "low": _two(stay.low, 1),
                "high": _two(stay.high, 1),
            }
            for stay in answer.stays
        ],
        "passages": [
            {"from": one.left, "to": one.entered, "n": one.n.value}
            for one in answer.passages
        ],
    }


def states_text(answer: StatesAnswer) -> str:
    """Lay shares in situations out for a terminal."""
    times = answer.curves[0].times
    picked = [k for k, month in enumerate(times) if month % EVERY == 0]
    heads = (
        _("situation"),
        *(_("{n} mois").format(n=int(times[k])) for k in picked),
        _("mois passés"),
    )
    stays = {stay.state: stay for stay in answer.stays}
    rows = []
    for curve in answer.curves:
        state = str(curve.cause)
        stay = stays.get(state)
        told = NOTHING
        if stay is not None:
            told = _("{n} ({low} à {high})").format(
                n=decimal(stay.months), low=decimal(stay.low), high=decimal(stay.high)
            )
        shares = [_share(float(curve.estimate[k])) for k in picked]
        rows.append((label(answer.labels[state]), *shares, told))
    changes = [
        (
            label(answer.labels[one.left]),
            label(answer.labels[one.entered]),
            _count(one.n),
        )
        for one in answer.passages
    ]
    intro = _("{n} jeunes ; mois passés dans chaque situation sur {horizon} mois.")
    return "\n".join(
        [
            _title(answer.definition, answer.manifest),
            intro.format(n=_count(answer.n), horizon=answer.horizon_months),
            "",
            *_aligned([heads, *rows], texts=1),
            "",
            *_aligned([(_("de"), _("vers"), _("changements")), *changes], texts=2),
        ]
    )


def paths_fields(answer: PathsAnswer) -> Fields:
    """Give types of paths as plain fields, for `--json`.

    Args:
        answer: the typology.

    Returns:
        cohort, extract, n, months, types (n, share, silhouette, visited, transitions),
        silhouettes by number of types, mean months in each situation.
    """
    return _head(answer.definition, answer.manifest) | {
        "n": answer.n.value,
        "n_left_out": answer.n_left_out.value,
        "months": answer.months,
        "states": {state: answer.labels[state] for state in answer.states},
        "mean_months": {
            state: _two(float(months), 1)
            for state, months in zip(answer.states, answer.mean_months, strict=True)
        },
        "types": [
            {
                "n": one.n.value,
                "share": None if one.share is None else _two(one.share),
                "silhouette": _two(one.silhouette),
                "visited": _two(one.visited, 1),
                "transitions": _two(one.transitions, 1),
            }
            for one in answer.types
        ],
        "hidden_types": answer.hidden_types,
        "silhouettes": {str(k): _two(v) for k, v in answer.qualities.items()},
    }


def paths_text(answer: PathsAnswer) -> str:
    """Lay types of paths out for a terminal."""
    heads = [_("type"), _("surtout"), _("jeunes"), _("part"), _("silhouette")]
    heads += [_("situations"), _("changements")]
    rows = [
        (
            str(place),
            _most(one.shares, answer),
            _count(one.n),
            NOTHING if one.share is None else _share(one.share),
            decimal(one.silhouette, 2),
            decimal(one.visited),
            decimal(one.transitions),
        )
        for place, one in enumerate(answer.types, start=1)
    ]
    intro = _(
        "{n} jeunes suivis {months} mois ; {left} n’ont pas de parcours connu si "
        "longtemps."
    )
    hidden = _("Types trop petits pour être montrés : {n}.")
    return "\n".join(
        [
            _title(answer.definition, answer.manifest),
            intro.format(
                n=_count(answer.n),
                months=answer.months,
                left=_count(answer.n_left_out),
            ),
            "",
            *_aligned([heads, *rows], texts=2),
            *([hidden.format(n=answer.hidden_types)] if answer.hidden_types else []),
        ]
    )


def exposure_fields(answer: ExposureAnswer) -> Fields:
    """Give an outcome beside something done as plain fields, for `--json`.

    Args:
        answer: the comparison.

    Returns:
        cohort, extract, outcome, kinds, wording, ratio, low, high, windows, n.
    """
    return _head(answer.definition, answer.manifest) | {
        "outcome": answer.cause,
        "kinds": list(answer.kinds),
        "wording": answer.wording,
        "n": answer.n.value,
        "n_exposed": answer.n_exposed.value,
        "n_events_exposed": answer.n_events_exposed.value,
        "ratio": _two(answer.ratio),
        "low": _two(answer.low),
        "high": _two(answer.high),
        "windows": [
            {
                "from_month": one.from_month,
                "until_month": one.until_month,
                "ratio": _two(one.ratio),
                "low": _two(one.low),
                "high": _two(one.high),
            }
            for one in answer.windows
        ],
    }


def exposure_text(answer: ExposureAnswer) -> str:
    """Lay an outcome beside something done out for a terminal."""
    whole = (_("depuis l’action"), answer.ratio, answer.low, answer.high)
    parts = [
        (
            _("après {n} mois").format(n=one.from_month)
            if one.until_month is None
            else _("{low} à {high} mois après").format(
                low=one.from_month, high=one.until_month
            ),
            one.ratio,
            one.low,
            one.high,
        )
        for one in answer.windows
    ]
    rows = [
        (name, *(NOTHING if n is None else decimal(n, 2) for n in figures))
        for name, *figures in (whole, *parts)
    ]
    intro = _(
        "Issue « {outcome} » : {n} jeunes, dont {exposed} touchés ; {events} issues "
        "ensuite. Lecture permise : {wording}."
    )
    return "\n".join(
        [
            _title(answer.definition, answer.manifest),
            intro.format(
                outcome=answer.cause,
                n=_count(answer.n),
                exposed=_count(answer.n_exposed),
                events=_count(answer.n_events_exposed),
                wording=answer.wording,
            ),
            "",
            *_aligned([("", _("rapport"), _("bas"), _("haut")), *rows], texts=1),
        ]
    )


def _head(definition: CohortDefinition, manifest: Manifest) -> Fields:
    return {
        "cohort": definition.name,
        "definition_hash": definition.hash,
        "extract": manifest.extract,
        "as_of": manifest.as_of.isoformat(),
    }


def _title(definition: CohortDefinition, manifest: Manifest) -> str:
    return _("{title} — extraction {extract} au {day}").format(
        title=label(definition.label),
        extract=manifest.extract,
        day=manifest.as_of.isoformat(),
    )


def _tested(name: str) -> str:
    return _("ensemble") if name == "GLOBAL" else group_label(name)


def _most(shares: "np.ndarray[Any, np.dtype[np.float64]]", answer: PathsAnswer) -> str:
    held = np.nan_to_num(shares).mean(axis=0)
    return label(answer.labels[answer.states[int(held.argmax())]])


def _count(told: Told) -> str:
    if told.is_hidden:
        return _("masqué")
    return f"< {told.under}" if told.under else str(told.n)


def _two(value: float | None, digits: int = 2) -> float | None:
    if value is None or not math.isfinite(value):
        return None
    return round(value, digits)


def _share(share: float) -> str:
    return _("{n} %").format(n=round(100 * share)) if math.isfinite(share) else NOTHING


def _aligned(rows: Sequence[Sequence[str]], *, texts: int) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if place < texts else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
