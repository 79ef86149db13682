"""The columns of an extract, the contract between the record and the cohorts.

Days are integers since 1970-01-01, months are year * 12 + month - 1, ends are
exclusive, `person` is 1..n in random order and means nothing outside the extract; nor
does `subject`, 1..m: a young person as one organisation knows them. `groupings` says to
which person a subject belongs, and would belong under stricter or looser linkage.

The programme travels beside the persons: `actions` that were funded (their contract,
level, holder, state on the as-of day; ends included there), `objectives`,
`budget_lines` in cents of euro, `action_counts` (head-counts by the action's code, not
by its title) and `targets`.
"""

import pyarrow as pa


_DAY = pa.int32()


def _table(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


SCHEMAS: dict[str, pa.Schema] = {
    "persons": _table(
        person=pa.int64(), pseudonym=pa.string(), birth_month=_DAY, sex=pa.string()
    ),
    "situation_facts": _table(
        fact=pa.int64(),
        person=pa.int64(),
        situation=pa.string(),
        starts=_DAY,
        ends=_DAY,
        verified=_DAY,
        known=_DAY,
        precision=pa.string(),
        organisation=pa.string(),
        subject=pa.int64(),
    ),
    "interventions": _table(
        person=pa.int64(),
        kind=pa.string(),
        starts=_DAY,
        ends=_DAY,
        hours=pa.float64(),
        modality=pa.string(),
        state=pa.string(),
        end_reason=pa.string(),
        organisation=pa.string(),
        action=pa.string(),
        subject=pa.int64(),
    ),
    "contacts": _table(
        person=pa.int64(),
        day=_DAY,
        result=pa.string(),
        organisation=pa.string(),
        subject=pa.int64(),
    ),
    "follow_up": _table(
        person=pa.int64(),
        status=pa.string(),
        day=_DAY,
        organisation=pa.string(),
        subject=pa.int64(),
    ),
    "windows": _table(
        person=pa.int64(),
        starts=_DAY,
        ends=_DAY,
        kind=pa.string(),
        organisation=pa.string(),
        subject=pa.int64(),
    ),
    "attributes": _table(
        person=pa.int64(),
        name=pa.string(),
        value=pa.string(),
        starts=_DAY,
        ends=_DAY,
        subject=pa.int64(),
    ),
    "groupings": _table(
        subject=pa.int64(),
        person=pa.int64(),
        pessimistic=pa.int64(),
        optimistic=pa.int64(),
    ),
    "head_counts": _table(
        action=pa.string(),
        day=_DAY,
        place=pa.string(),
        n=pa.int32(),
        n_girls=pa.int32(),
        n_qpv=pa.int32(),
        n_11_13=pa.int32(),
        n_14_15=pa.int32(),
        n_16_17=pa.int32(),
        n_18_25=pa.int32(),
        organisation=pa.string(),
    ),
    "actions": _table(
        action=pa.string(),
        application=pa.string(),
        title=pa.string(),
        organisation=pa.string(),
        contract=pa.string(),
        generation=pa.string(),
        year=pa.int64(),
        objective=pa.string(),
        pillar=pa.string(),
        pilot=pa.string(),
        themes=pa.string(),
        axes=pa.string(),
        places=pa.string(),
        state=pa.string(),
        starts=_DAY,
        ends=_DAY,
    ),
    "objectives": _table(
        contract=pa.string(),
        objective=pa.string(),
        parent=pa.string(),
        kind=pa.string(),
        pillar=pa.string(),
        name=pa.string(),
        starts=_DAY,
        ends=_DAY,
    ),
    "budget_lines": _table(
        action=pa.string(),
        application=pa.string(),
        side=pa.string(),
        funder=pa.string(),
        line=pa.string(),
        asked_cents=pa.int64(),
        granted_cents=pa.int64(),
        spent_cents=pa.int64(),
    ),
    "action_counts": _table(
        action=pa.string(),
        day=_DAY,
        n=pa.int32(),
        n_girls=pa.int32(),
        n_qpv=pa.int32(),
        n_11_13=pa.int32(),
        n_14_15=pa.int32(),
        n_16_17=pa.int32(),
        n_18_25=pa.int32(),
        organisation=pa.string(),
    ),
    "targets": _table(
        contract=pa.string(),
        objective=pa.string(),
        action=pa.string(),
        label=pa.string(),
        indicator=pa.string(),
        unit=pa.string(),
        baseline=pa.float64(),
        baseline_day=_DAY,
        aim=pa.float64(),
        due=_DAY,
    ),
}
