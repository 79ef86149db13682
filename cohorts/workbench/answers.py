"""What the bench answers: frozen values that the page draws."""

from dataclasses import dataclass

from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.bench import ReleasedTables
from cohorts.disclosure.head_counts import Told
from cohorts.estimates.results import Curve, TestResult
from cohorts.event_table.load import Manifest
from cohorts.regression.results import Regression
from cohorts.risk_table.numbers import Floats, Integers


@dataclass(frozen=True)
class Level:
    """One level of a covariate.

    Attributes:
        covariate: its group name.
        code: the level.
        n: persons, as may be told.
        is_reference: the others are compared with it.
    """

    covariate: str
    code: str
    n: Told
    is_reference: bool


@dataclass(frozen=True, eq=False)
class AdjustedCurve:
    """The curve of the whole cohort, had everybody had one level; T times.

    Attributes:
        level: the level.
        times: rising, (T,).
        estimate: share without the outcome, (T,).
        low: lower limit, (T,).
        high: upper limit, (T,).
    """

    level: str
    times: Floats
    estimate: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class ModelAnswer:
    """A regression of a cohort.

    Attributes:
        definition: the cohort.
        manifest: of the extract.
        cause: outcome modelled.
        kind: "cox", "fine-gray", "discrete" or "firth".
        model: coefficients, tests and notes.
        proportional: the check of proportional hazards; empty where none is due.
        levels: every level that takes part.
        hidden: levels too small to take part, per covariate.
        adjusted: curves by level of the first covariate; empty where none are due.
        n: persons, as may be told.
        n_events: events, as may be told.
        released: what of it may leave; None where nothing may.
    """

    definition: CohortDefinition
    manifest: Manifest
    cause: str
    kind: str
    model: Regression
    proportional: tuple[TestResult, ...]
    levels: tuple[Level, ...]
    hidden: dict[str, tuple[str, ...]]
    adjusted: tuple[AdjustedCurve, ...]
    n: Told
    n_events: Told
    released: ReleasedTables | None = None


@dataclass(frozen=True, eq=False)
class Passage:
    """How often one situation leads to another.

    Attributes:
        left: situation left.
        entered: situation entered.
        n: changes, as may be told.
        chance: of the changes from there, as both numbers may be told; None where
            one may not.
    """

    left: str
    entered: str
    n: Told
    chance: float | None = None


@dataclass(frozen=True)
class Stay:
    """The expected time in one situation up to the horizon, in months."""

    state: str
    months: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class StatesAnswer:
    """Where the young people of a cohort are, over time; S situations.

    Attributes:
        definition: the cohort.
        manifest: of the extract.
        states: situations shown, S; rare ones are together under `OTHERS`.
        labels: situation → French and English.
        curves: share in each, one per situation, on the clock of months; NaN where
            too few are there, or where the rest would tell that.
        stays: expected months in each up to the horizon.
        passages: changes between them.
        horizon_months: end of the expected times.
        n: persons, as may be told.
        started: persons in each at the origin, as may be told, one per situation.
        released: what of it may leave; None where nothing may.
    """

    definition: CohortDefinition
    manifest: Manifest
    states: tuple[str, ...]
    labels: dict[str, dict[str, str]]
    curves: tuple[Curve, ...]
    stays: tuple[Stay, ...]
    passages: tuple[Passage, ...]
    horizon_months: int
    n: Told
    started: tuple[Told, ...]
    released: ReleasedTables | None = None


@dataclass(frozen=True, eq=False)
class TypeOfPath:
    """One type of path; T months, S situations.

    Attributes:
        n: persons, as may be told.
        share: of the persons of the cohort, both as they may be told; None where
            one of them may not.
        shares: share in each situation, month by month, (T, S); NaN for a situation
            that too few of the type ever held.
        silhouette: how narrow the type is.
        visited: mean number of situations visited.
        transitions: mean number of changes.
        complexity: mean complexity (Gabadinho), 0 to 1.
        turbulence: mean turbulence (Elzinga), over its largest value, 0 to 1.
    """

    n: Told
    share: float | None
    shares: Floats
    silhouette: float
    visited: float
    transitions: float
    complexity: float
    turbulence: float


@dataclass(frozen=True, eq=False)
class PathsAnswer:
    """The paths of a cohort's young people, month by month, and their types.

    Attributes:
        definition: the cohort.
        manifest: of the extract.
        states: situations, S; rare ones are together under `OTHERS`.
        labels: situation → French and English.
        months: months of each path, T.
        shares: share in each situation, month by month, (T, S); NaN where too few
            are there.
        entropy: how mixed each month is, (T,).
        mean_months: mean months in each situation, (S,).
        rates: monthly rates of passage, (S, S).
        blocks: situation of each block of persons by month, (B, T): persons in the
            order of their types and of closeness to each type's middle, `block_size`
            at a time, each block its most frequent situation; codes into `states`.
        block_size: persons of a block, at least the threshold.
        block_type: type of each block, (B,).
        types: the typology, the largest first; types under the threshold are not
            told, nor is one more where those would be the rest.
        qualities: number of types → average silhouette width.
        hidden_types: how many types are too small to be told.
        n: persons followed all months, as may be told.
        n_left_out: persons whose path is not known that long, as may be told.
        complexity: mean of all paths.
        turbulence: mean of all paths, over its largest value.
        released: what of it may leave; None where nothing may.
    """

    definition: CohortDefinition
    manifest: Manifest
    states: tuple[str, ...]
    labels: dict[str, dict[str, str]]
    months: int
    shares: Floats
    entropy: Floats
    mean_months: Floats
    rates: Floats
    blocks: Integers
    block_size: int
    block_type: Integers
    types: tuple[TypeOfPath, ...]
    qualities: dict[int, float]
    hidden_types: int
    n: Told
    n_left_out: Told
    complexity: float
    turbulence: float
    released: ReleasedTables | None = None
