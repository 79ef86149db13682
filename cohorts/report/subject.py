"""What a report may be made of: released parts, words and versions, nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cohorts.charts.doubts import DoubtTable
from cohorts.definition.explain import Explanation
from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.flow import ReleasedFlow
from cohorts.disclosure.released import ReleasedEstimate
from cohorts.disclosure.rules import Rules
from cohorts.report.failures import NotReleased


@dataclass(frozen=True)
class Subject:
    """The released answer of one cohort, with the words to tell it.

    Attributes:
        definition: what was asked.
        explanation: the same in plain words.
        flow: who left before, and how the others left.
        parts: breakdown ("" = the whole, always there) → released figures.
        names: breakdown → label as counted → name, in the order of display.
        refusals: breakdown → why nothing of it is shown.
        rules: the disclosure rules in force.
        config_hash: of the nomenclature and rules that travelled with the extract.
        program: version of the program.
        made_on: civil day.
        doubts: what could mislead, in words and released figures.
    """

    definition: CohortDefinition
    explanation: Explanation
    flow: ReleasedFlow
    parts: Mapping[str, ReleasedEstimate]
    names: Mapping[str, Mapping[str, str]]
    refusals: Mapping[str, str]
    rules: Rules
    config_hash: str
    program: str
    made_on: date
    doubts: tuple[DoubtTable, ...] = ()

    def __post_init__(self) -> None:
        """Refuse whatever did not pass through the room of disclosure."""
        figures = self.parts.values()
        if not all(isinstance(part, ReleasedEstimate) for part in figures):
            raise NotReleased
        if "" not in self.parts or not isinstance(self.flow, ReleasedFlow):
            raise NotReleased

    @property
    def whole(self) -> ReleasedEstimate:
        """The released figures of the whole cohort."""
        return self.parts[""]
