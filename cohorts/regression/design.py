"""Covariates → the columns of a model, one row per distinct pattern of values.

A level is compared with a stated reference; the first in natural order unless chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cohorts.regression.table_failures import (
    ColumnMissing,
    LevelEmpty,
    NoCovariate,
    ValueUnknown,
)
from cohorts.risk_table.counts import in_natural_order
from cohorts.risk_table.numbers import Floats, Integers


FARTHEST = 1e100  # no number of a person is as large: its square would overflow


@dataclass(frozen=True)
class Categorical:
    """A covariate with levels.

    Attributes:
        column: its column in the table.
        reference: the level that others are compared with; None = the first.
        levels: the levels in their order; None = those found, in natural order.
    """

    column: str
    reference: str | None = None
    levels: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Numeric:
    """A covariate that is a number; its coefficient is per `unit`.

    Attributes:
        column: its column in the table.
        unit: step of the covariate that the coefficient tells of, > 0.
    """

    column: str
    unit: float = 1.0


Covariate = Categorical | Numeric


@dataclass(frozen=True)
class Column:
    """One column of a model: one coefficient.

    Attributes:
        term: the covariate.
        level: the level it marks; None for a number.
        reference: the level it is compared with; None for a number.
        unit: step of a number that the coefficient tells of.
    """

    term: str
    level: str | None = None
    reference: str | None = None
    unit: float = 1.0

    @property
    def name(self) -> str:
        """The coefficient's name: `term`, or `term=level`."""
        return self.term if self.level is None else f"{self.term}={self.level}"


@dataclass(frozen=True, eq=False)
class Design:
    """The model's columns and their values; P patterns, p columns.

    Attributes:
        columns: what each column is.
        x: values, (P, p), float64.
    """

    columns: tuple[Column, ...]
    x: Floats

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the coefficients, p."""
        return tuple(column.name for column in self.columns)

    @property
    def terms(self) -> dict[str, list[int]]:
        """Positions of the columns of each covariate."""
        places: dict[str, list[int]] = {}
        for position, column in enumerate(self.columns):
            places.setdefault(column.term, []).append(position)
        return places


@dataclass(frozen=True, eq=False)
class Coded:
    """A categorical column as codes; n rows."""

    codes: Integers
    levels: tuple[str, ...]


def code_levels(values: "pd.Series[Any]", covariate: Categorical) -> Coded:
    """Turn a column of labels into codes.

    Args:
        values: one label per row, n.
        covariate: which levels, which reference.

    Returns:
        Codes into the levels, (n,).

    Raises:
        ValueUnknown: rows without a label, or with one that is not a level.
        LevelEmpty: a level or the reference that no row has.
    """
    found, labels = pd.factorize(values)
    as_text = [_label(label) for label in labels]
    order = list(covariate.levels or in_natural_order(list(dict.fromkeys(as_text))))
    place = {level: code for code, level in enumerate(order)}
    table = np.array([*(place.get(label, -1) for label in as_text), -1], np.int64)
    codes: Integers = table[found]
    unknown = int(np.sum(codes < 0))
    if unknown:
        raise ValueUnknown(covariate.column, unknown)
    for level in (*order, *([covariate.reference] if covariate.reference else [])):
        if level not in as_text:
            raise LevelEmpty(covariate.column, level)
    return Coded(codes, tuple(order))


def make_design(
    frame: pd.DataFrame, covariates: Sequence[Covariate]
) -> tuple[Design, Integers]:
    """Find the distinct patterns of the covariates and their columns.

    Args:
        frame: one row per row or cell, n rows; a column per covariate.
        covariates: the model's covariates.

    Returns:
        The design, and each row's pattern, (n,). With a number among the covariates
        every row is its own pattern.

    Raises:
        NoCovariate, ColumnMissing, ValueUnknown, LevelEmpty: see their texts.
    """
    if not covariates:
        raise NoCovariate
    for covariate in covariates:
        if covariate.column not in frame:
            raise ColumnMissing(covariate.column)
    coded = {
        covariate.column: code_levels(frame[covariate.column], covariate)
        for covariate in covariates
        if isinstance(covariate, Categorical)
    }
    if len(coded) == len(covariates):
        patterns, pattern = _distinct_patterns(list(coded.values()))
        codes = dict(zip(coded, patterns, strict=True))
    else:
        pattern = np.arange(len(frame), dtype=np.int64)
        codes = {name: column.codes for name, column in coded.items()}
    columns: list[Column] = []
    values: list[Floats] = []
    for covariate in covariates:
        if isinstance(covariate, Numeric):
            columns.append(Column(covariate.column, unit=covariate.unit))
            values.append(_numbers(frame, covariate))
            continue
        levels = coded[covariate.column].levels
        reference = covariate.reference or levels[0]
        for code, level in enumerate(levels):
            if level != reference:
                columns.append(Column(covariate.column, level, reference))
                values.append((codes[covariate.column] == code).astype(np.float64))
    if not columns:
        raise NoCovariate
    return Design(tuple(columns), np.stack(values, axis=1)), pattern


def _label(value: object) -> str:
    """Write a level as the table shows it: 1.0 and True as 1."""
    if isinstance(value, (bool, np.bool_)):
        return str(int(value))
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        return str(int(value))
    return str(value)


def _numbers(frame: pd.DataFrame, covariate: Numeric) -> Floats:
    read = pd.to_numeric(frame[covariate.column], errors="coerce")
    numbers: Floats = read.to_numpy(np.float64, na_value=np.nan)
    unknown = int(np.sum(~(np.abs(numbers) < FARTHEST)))
    if unknown:
        raise ValueUnknown(covariate.column, unknown)
    return numbers / covariate.unit


def _distinct_patterns(coded: Sequence[Coded]) -> tuple[list[Integers], Integers]:
    """Give each row its pattern, by one number in mixed radix."""
    radix = [len(column.levels) for column in coded]
    packed = np.zeros(coded[0].codes.size, np.int64)
    for column, base in zip(coded, radix, strict=True):
        packed = packed * base + column.codes
    size = int(np.prod(radix))
    if size <= 4 * packed.size + 4096:
        seen = np.flatnonzero(np.bincount(packed, minlength=size))
        place = np.zeros(size, np.int64)
        place[seen] = np.arange(seen.size)
        pattern: Integers = place[packed]
    else:
        seen, pattern = np.unique(packed, return_inverse=True)
    patterns = []
    for base in reversed(radix):
        patterns.append((seen % base).astype(np.int64))
        seen = seen // base
    return patterns[::-1], pattern.astype(np.int64)
