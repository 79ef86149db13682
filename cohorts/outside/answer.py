"""A table and a wish → the estimate: which method needs what, and who computes it."""

from pathlib import Path

from cohorts.estimates.failures import MethodNotThere
from cohorts.estimates.results import Estimate
from cohorts.outside.curves import from_counts
from cohorts.outside.episodes import from_episodes, from_intervals
from cohorts.outside.failures import ColumnNotNamed
from cohorts.outside.models import from_rows
from cohorts.outside.wish import CURVES, METHODS, MODELS, RECURRENT, Wish


NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "turnbull": (("lower",), ("upper",)),
    "multi-state": (
        ("id",),
        ("start", "entry"),
        ("stop", "duration"),
        ("from",),
        ("to",),
    ),
    "mean-cumulative": (("id",), ("stop", "duration"), ("event",)),
}
REPEATED = (
    ("id",),
    ("start", "entry"),
    ("stop", "duration"),
    ("event",),
    ("covariates", "group"),
)
MODEL = (("duration", "stop"), ("event",), ("covariates", "group"))
CURVE = (("duration",), ("event",))
COMPARISON = (*CURVE, ("group",))


def answer_table(path: Path, wish: Wish) -> Estimate:
    """Compute one method on a table.

    Args:
        path: CSV or Parquet, one row per person, interval or episode.
        wish: the method and its columns.

    Returns:
        The estimate.

    Raises:
        MethodNotThere: a method that is none of `METHODS`.
        ColumnNotNamed: a column that the method needs.
        Failure: the table or the wish is refused, with the reason.
    """
    if wish.method not in METHODS:
        raise MethodNotThere(wish.method, METHODS)
    _check(wish)
    if wish.method in CURVES:
        return from_counts(path, wish)
    if wish.method in MODELS:
        return from_rows(path, wish)
    if wish.method == "turnbull":
        return from_intervals(path, wish)
    return from_episodes(path, wish)


def _check(wish: Wish) -> None:
    needed = NEEDED.get(wish.method, MODEL)
    if wish.method in RECURRENT:
        needed = REPEATED
    if wish.method in CURVES:
        compares = wish.method in {"gray", "log-rank"} or bool(wish.strata)
        needed = COMPARISON if compares else CURVE
    missing = [
        " / ".join(f"--{option}" for option in options)
        for options in needed
        if not any(_named(wish, option) for option in options)
    ]
    if missing:
        raise ColumnNotNamed(wish.method, missing)


def _named(wish: Wish, option: str) -> bool:
    field = {"id": "person", "from": "state_from", "to": "state_to"}.get(option, option)
    return bool(getattr(wish, field))
