"""What an analysis answers: frozen values that pages, files and `--json` read."""

from collections.abc import Mapping
from dataclasses import dataclass

from cohorts.definition.explain import Explanation
from cohorts.definition.language import CohortDefinition
from cohorts.definition.pitfalls import Pitfall
from cohorts.disclosure.cautions import ToldCaution
from cohorts.disclosure.flow import ReleasedFlow
from cohorts.disclosure.head_counts import Told
from cohorts.disclosure.reasons import ToldReasons
from cohorts.disclosure.released import ReleasedEstimate
from cohorts.disclosure.workbench import WorkbenchEstimate
from cohorts.estimates.bounds import Bounds
from cohorts.event_table.load import Manifest


@dataclass(frozen=True)
class CohortAnswer:
    """One cohort analysed on one extract.

    Attributes:
        definition: what was asked.
        manifest: what the extract says of itself.
        flow: who left before and how the others left, as evaluators may read it.
        published_flow: the same for readers of a report.
        whole: exact figures of the whole cohort, for evaluators.
        by_group: exact figures per breakdown asked for.
        released: what may leave the evaluators' room, None where refused.
        released_by_group: the same per breakdown.
        refusals: breakdown ("" = the whole) → why nothing of it may leave.
        threshold: least young people of a group in the exact figures.
        cautions: breakdown ("" = the whole) → what to know before reading it, for
            evaluators, the gravest first.
        released_cautions: the same of what may leave.
    """

    definition: CohortDefinition
    manifest: Manifest
    flow: ReleasedFlow
    published_flow: ReleasedFlow
    whole: WorkbenchEstimate
    by_group: Mapping[str, WorkbenchEstimate]
    released: ReleasedEstimate | None
    released_by_group: Mapping[str, ReleasedEstimate]
    refusals: Mapping[str, str]
    threshold: int
    cautions: Mapping[str, tuple[ToldCaution, ...]]
    released_cautions: Mapping[str, tuple[ToldCaution, ...]]


@dataclass(frozen=True)
class Draft:
    """A definition as it is being written.

    Attributes:
        definition: what the text says.
        text: the same, as the product writes it.
        explanation: the same, in plain words.
    """

    definition: CohortDefinition
    text: str
    explanation: Explanation


@dataclass(frozen=True)
class Preview:
    """Who a definition would keep on an extract, before anything is estimated.

    Attributes:
        definition: what was counted.
        manifest: what the extract says of itself.
        flow: who left before and how the others left, as it may be read.
        pitfalls: what a careful reader would object to.
    """

    definition: CohortDefinition
    manifest: Manifest
    flow: ReleasedFlow
    pitfalls: tuple[Pitfall, ...]


@dataclass(frozen=True)
class Export:
    """A released result as files.

    Attributes:
        stem: file name without ending: definition, extract.
        csv: one row per group, cause and month, UTF-8 with BOM, `;`.
        json: everything, with provenance.
    """

    stem: str
    csv: bytes
    json: bytes


@dataclass(frozen=True)
class File:
    """One file that may be taken away.

    Attributes:
        name: file name: definition, extract, breakdown, ending.
        mime: its kind, as browsers call it.
        content: its bytes.
    """

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class LinkageEffect:
    """The same cohort under two other groupings of the same subjects.

    Attributes:
        definition: what was asked.
        recorded: released figures under the links as they are.
        pessimistic: released figures if every doubtful link were wrong.
        optimistic: released figures if every likely question were a link.
        threshold: a variant that changes fewer cases than this is None, and so is one
            that may not be released.
    """

    definition: CohortDefinition
    recorded: ReleasedEstimate | None
    pessimistic: ReleasedEstimate | None
    optimistic: ReleasedEstimate | None
    threshold: int


@dataclass(frozen=True)
class Twin:
    """The same cohort under the other answer to one question of rule.

    Attributes:
        has_rule: whether the cohort as asked has the rule; its twin then has not.
        released: the twin's released figures; None where it changes too few cases to
            be told, or too few remain.
    """

    has_rule: bool
    released: ReleasedEstimate | None


@dataclass(frozen=True)
class LossOfGroup:
    """What loss could do in one group, from protected counts.

    Attributes:
        group: its label.
        followed: time that half are followed (reverse Kaplan-Meier), on the clock.
        is_least: half are followed that long at least; more is not known.
        bounds: of the share at the headline horizon; None where nobody is shown there.
    """

    group: str
    followed: float
    is_least: bool
    bounds: Bounds | None


@dataclass(frozen=True)
class WeightedForLoss:
    """A share without and with weights for loss, from protected counts by pattern.

    Attributes:
        pattern: breakdowns within which the lost are like those who stay.
        rows: months, share without weights, share with; where both are known.
        largest: the largest weight that anybody bears.
    """

    pattern: tuple[str, ...]
    rows: tuple[tuple[int, float, float], ...]
    largest: float


@dataclass(frozen=True)
class GuardAnswer:
    """What could mislead about a cohort, as it may be read by anybody.

    Attributes:
        definition: what was asked.
        manifest: what the extract says of itself.
        group: the breakdown, "" = the whole.
        recorded: released figures of the cohort as asked, None where refused.
        summer: the twin whose summer exits are dated on their own day; None where the
            origin rests on no summer rule.
        stale: the twin under the other rule on stale news.
        stale_days: days without news from which they are stale.
        stale_cases: cases with a longer silence.
        cases: all cases.
        reasons: why follow-up was interrupted, by group; None where not told.
        losses: what loss could do, by group.
        weighted: the share weighted for loss; None without patterns to weigh by.
        cautions: what to know besides, the gravest first.
        threshold: a twin that changes fewer cases than this is not told.
    """

    definition: CohortDefinition
    manifest: Manifest
    group: str
    recorded: ReleasedEstimate | None
    summer: Twin | None
    stale: Twin
    stale_days: int
    stale_cases: Told
    cases: Told
    reasons: ToldReasons | None
    losses: tuple[LossOfGroup, ...]
    weighted: WeightedForLoss | None
    cautions: tuple[ToldCaution, ...]
    threshold: int
