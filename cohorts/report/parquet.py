"""Released curves → a Parquet table, every digit kept, with where they come from."""

import io
import json
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.parquet as pq

from cohorts.disclosure.bench import ReleasedTable
from cohorts.disclosure.files import CURVE_COLUMNS, curve_column
from cohorts.disclosure.released import ReleasedEstimate


WORDS = ("breakdown", "group", "cause")
SCHEMA = pa.schema(
    [(name, pa.string()) for name in WORDS]
    + [(name, pa.float64()) for name in CURVE_COLUMNS]
)


def as_parquet(parts: Mapping[str, ReleasedEstimate], *, clock: str) -> bytes:
    """Write released curves as Parquet.

    Args:
        parts: breakdown ("" = the whole) → released figures.
        clock: unit of the times: days, calendar_months or age (in months).

    Returns:
        One row per breakdown, group, cause and time; NaN where undefined; provenance
        and clock in the file's own description (`parcours`).
    """
    columns: dict[str, list[object]] = {name: [] for name in SCHEMA.names}
    for breakdown, part in parts.items():
        for group in part.estimate.groups:
            for curve in group.curves:
                n = len(curve.times)
                words = (breakdown, group.group, curve.cause or "")
                for name, word in zip(WORDS, words, strict=True):
                    columns[name] += [word] * n
                for name in CURVE_COLUMNS:
                    columns[name] += [float(n) for n in curve_column(curve, name)]
    table = pa.table(columns, schema=SCHEMA)
    about = {
        "clock": clock,
        **{
            name or "all": {k: v for k, v in part.as_dict().items() if k in _ABOUT}
            for name, part in parts.items()
        },
    }
    said = {"parcours": json.dumps(about, ensure_ascii=False)}
    buffer = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(said), buffer, compression="zstd")
    return buffer.getvalue()


def table_as_parquet(table: ReleasedTable, *, about: Mapping[str, object]) -> bytes:
    """Write a released table as Parquet, in codes.

    Args:
        table: released.
        about: what the file says of itself.

    Returns:
        One row per row; null where nothing may be told; `about` in the file's own
        description (`parcours`).
    """
    fields, columns = [], []
    for place, name in enumerate(table.columns):
        values = [row[place] for row in table.rows]
        is_text = any(isinstance(value, str) for value in values)
        kind = pa.string() if is_text else pa.float64()
        fields.append(pa.field(name, kind))
        columns.append(pa.array(values, kind))
    said = {"parcours": json.dumps(about, ensure_ascii=False)}
    whole = pa.Table.from_arrays(columns, schema=pa.schema(fields, metadata=said))
    buffer = io.BytesIO()
    pq.write_table(whole, buffer, compression="zstd")
    return buffer.getvalue()


_ABOUT = ("method", "confidence", "provenance", "disclosure")
