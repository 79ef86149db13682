"""The columns of an extract, the contract between the record and the cohorts.

Days are integers since 1970-01-01, months are year * 12 + month - 1, ends are
exclusive, `person` is 1..n in random order and means nothing outside the extract; nor
does `subject`, 1..m: a young person as one organisation knows them. `groupings` says to
which person a subject belongs, and would belong under stricter or looser linkage.
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
}
