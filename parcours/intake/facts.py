"""A row's values → its facts, as the template's rules say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from parcours.intake.dates import Moment
from parcours.intake.drafts import (
    AttributeDraft,
    ContactDraft,
    Draft,
    FollowUpDraft,
    InterventionDraft,
    SituationDraft,
    WindowDraft,
)
from parcours.intake.neighbourhoods import Residence
from parcours.intake.template import Condition, FactRule, Observation, Template
from parcours.nomenclature import InterventionKind
from pseudonymisation.desk import PartialDate


Values = Mapping[str, Any]
MIDDLE_MONTH = 7  # an unknown month of birth counts as July


class RowRuleBroken(Exception):
    """A rule between cells of one row is broken; caught by the checker.

    Args:
        code: key of `refusals.RULES`.
        column: our name of the column at fault.
    """

    def __init__(self, code: str, column: str | None) -> None:
        super().__init__(code)
        self.code, self.column = code, column


@dataclass(frozen=True)
class FactMaker:
    """Makes the facts of one template's rows.

    Attributes:
        template: the rules.
        kinds: interventions of the nomenclature, by code.
        today: day of loading.
    """

    template: Template
    kinds: Mapping[str, InterventionKind]
    today: date

    def facts(self, values: Values) -> list[Draft]:
        """Make the facts of a row, its observation window included.

        Args:
            values: our name of each column → its value, filled ones only.

        Returns:
            The facts, in the order of the rules.

        Raises:
            RowRuleBroken: an end precedes its start, or an age does not fit.
        """
        made = [self._fact(rule, values) for rule in self.template.facts]
        facts: list[Draft] = [fact for fact in made if fact is not None]
        window = _window(self.template.observation, values)
        return [*facts, window] if window else facts

    def _fact(self, rule: FactRule, values: Values) -> Draft | None:
        if rule.when and not all(_holds(c, values) for c in rule.when):
            return None
        start = _first(rule.starts, values)
        if start is None and rule.fact != "attribute":
            return None
        value = (
            rule.value if rule.value is not None else _first(rule.from_columns, values)
        )
        if value is not None and rule.codes is not None:
            value = rule.codes.get(value)
        if value is None:
            return None
        return self._make(rule, value, start, values)

    def _make(
        self, rule: FactRule, value: Any, start: Moment | None, values: Values
    ) -> Draft:
        if rule.fact == "attribute":
            return _attribute(rule, value, start)
        assert start is not None  # noqa: S101  (checked by the caller)
        on = start.after if rule.starts_after else start.on
        if rule.fact == "situation":
            return self._situation(rule, value, start, on, values)
        if rule.fact == "intervention":
            return self._intervention(rule, value, start, on, values)
        if rule.fact == "contact":
            return ContactDraft(on, value)
        return FollowUpDraft(value, on)

    def _situation(
        self, rule: FactRule, code: str, start: Moment, on: date, values: Values
    ) -> SituationDraft:
        on, ends_on = _stretch(rule, start, on, values)
        for refinement in rule.refine:
            if code in refinement.when:
                told = values.get(refinement.column)
                code = refinement.codes.get(str(told), code)
        days = (ends_on - on).days if ends_on is not None else 0
        if rule.longer_than and code in rule.longer_than[1]:
            code = rule.longer_than[2] if days > rule.longer_than[0] else code
        if rule.younger_than and code in rule.younger_than[1]:
            birth = values.get(self.template.identity.get("birth_date", ""))
            if birth is not None and age_on(birth, on) < rule.younger_than[0]:
                code = rule.younger_than[2]
        verified = values.get(rule.verified) if rule.verified else None
        verified_on = verified.on if verified else None
        if verified_on is not None and (
            verified_on < on or (ends_on is not None and verified_on >= ends_on)
        ):
            verified_on = None
        return SituationDraft(code, on, ends_on, start.precision, verified_on)

    def _intervention(
        self, rule: FactRule, kind: str, start: Moment, on: date, values: Values
    ) -> InterventionDraft:
        on, ends_on = _stretch(rule, start, on, values)
        word = self.kinds[kind]
        lasting = rule.ends is not None and word.typical_days[1] > 1
        ongoing = ends_on > self.today if ends_on else lasting
        state = values.get(rule.state) if rule.state else None
        return InterventionDraft(
            kind=kind,
            starts_on=on,
            ends_on=ends_on,
            precision=start.precision,
            hours=values.get(rule.hours) if rule.hours else None,
            modality=word.modality,
            state=state or ("ongoing" if ongoing else "done"),
            end_reason=values.get(rule.end_reason) if rule.end_reason else None,
            action=values.get(rule.action) if rule.action else None,
        )

    def check_ages(self, birth: PartialDate | None, facts: list[Draft]) -> None:
        """Refuse a birth date that does not fit a young person at the facts.

        Args:
            birth: date of birth, or None.
            facts: of the row.

        Raises:
            RowRuleBroken: the age at a fact is outside the template's ages.
        """
        if birth is None:
            return
        least, greatest = self.template.ages
        for fact in facts:
            if isinstance(fact, AttributeDraft) or fact.starts_on is None:
                continue
            if not least <= age_on(birth, fact.starts_on) <= greatest:
                column = self.template.identity.get("birth_date")
                raise RowRuleBroken("INTAKE-027", column)


def age_on(birth: PartialDate, day: date) -> int:
    """Compute an age in completed years, the unknown month taken as July.

    Args:
        birth: date of birth, as far as it is known.
        day: the day.

    Returns:
        Years; negative before the birth.
    """
    month, born_day = birth.month or MIDDLE_MONTH, birth.day or 1
    return day.year - birth.year - ((day.month, day.day) < (month, born_day))


def _first(columns: tuple[str, ...], values: Values) -> Any:
    for column in columns:  # a plain loop: this runs fifteen times a row
        value = values.get(column)
        if value is not None:
            return value
    return None


def _holds(condition: Condition, values: Values) -> bool:
    value = values.get(condition.column)
    fits = value is not None and (not condition.values or value in condition.values)
    return fits != condition.absent


def _stretch(
    rule: FactRule, start: Moment, on: date, values: Values
) -> tuple[date, date | None]:
    """Give `[starts_on, ends_on)`; a file's end is the last day, so one is added."""
    end = values.get(rule.ends) if rule.ends else None
    if end is None:
        return on, None
    ends_on: date = end.on if end.precision == "year" and end.on > on else end.after
    if ends_on <= on and start.precision == "year" and not rule.starts_after:
        on = min(on, date(start.on.year, 1, 1), ends_on - timedelta(days=1))
        on = on if on.year == start.on.year else start.on
    if ends_on <= on:
        raise RowRuleBroken("INTAKE-026", rule.ends)
    return on, ends_on


def _attribute(rule: FactRule, value: Any, start: Moment | None) -> AttributeDraft:
    on = start.on if start else None
    name = rule.name or ""
    if isinstance(value, Residence):
        told, vintage = value.on(on or date.max)
        return AttributeDraft(name, told, on, vintage, "partner_list")
    return AttributeDraft(name, str(value), on, None, None)


def _window(observation: Observation | None, values: Values) -> WindowDraft | None:
    if observation is None:
        return None
    if observation.window is not None:
        return WindowDraft(observation.kind, *observation.window)
    told = [values[c].on for c in observation.starts if values.get(c) is not None]
    return WindowDraft(observation.kind, min(told), None) if told else None
