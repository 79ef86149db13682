"""A definition → the YAML that reads back equal, with the same hash.

Sets that the dropout rules name are written by their name, so that the file goes on
meaning them when the rules change; the others are written out.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from cohorts.definition.language import (
    MONTHS_PER_YEAR,
    SCOPES,
    AttributeFilter,
    Cause,
    Censoring,
    CohortDefinition,
    DropoutRules,
    Exclusion,
    Exposure,
    Labels,
    Origin,
    Population,
)


_BARE = re.compile(r"[a-z][a-z0-9_]*\Z")
_TYPED = frozenset({"null", "true", "false"})
_INDENT = "  "
_PRINTED = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
                      r"\U00010000-\U0010ffff]")  # fmt: skip

Block = dict[str, Any]


def to_yaml(definition: CohortDefinition, *, rules: DropoutRules) -> str:
    """Write a definition as its file.

    Args:
        definition: the cohort.
        rules: the territory's dropout rules, whose named sets are written by name.

    Returns:
        YAML text; `definition_from` under the same rules gives the definition back.
    """
    block: Block = {
        "name": definition.name,
        "label": definition.label,
        "note": definition.note,
        "population": _population(definition.population),
        "origin": _origin(definition.origin, rules),
        "exclusions": [_exclusion(one) for one in definition.exclusions],
        "outcome": [_cause(c, rules) for c in definition.causes if not c.competing],
        "competing": [_cause(c, rules) for c in definition.causes if c.competing],
        "censoring": _censoring(definition.censoring),
        "clock": definition.clock,
        **_horizons(definition),
        "at_risk_floor": _floor(definition),
        "groups": list(definition.groups),
        "covariates": list(definition.covariates),
        "strata": list(definition.strata),
        "exposures": [_exposure(one) for one in definition.exposures],
    }
    return "\n".join(_lines(_present(block), "")) + "\n"


class _Null:
    """Written `null`, where absent would mean something else."""


def _floor(definition: CohortDefinition) -> Any:
    is_told = definition.at_risk_floor is not None or definition.clock != "age"
    return definition.at_risk_floor if is_told else _Null


def _population(population: Population) -> Block:
    return {
        "sex": population.sex,
        "age_min": population.age_min,
        "age_max": population.age_max,
        "qpv_codes": list(population.qpv_codes),
        "qpv_vintage": population.qpv_vintage,
        "organisations": list(population.organisations),
        "attributes": [_filter(item) for item in population.attributes],
    }


def _origin(origin: Origin, rules: DropoutRules) -> Block:
    first, last = origin.between
    what: Any = True
    if origin.kind == "enters":
        what = {
            **_situations(origin.situations, rules),
            "confirmation_days": origin.confirmation_days,
            "after_dropout": origin.after_dropout,
        }
    elif origin.kind != "dropout":
        what = list(origin.interventions)
    return {
        origin.kind: what,
        "occurrence": origin.occurrence,
        "prevalent": origin.prevalent,
        "end_reasons": list(origin.end_reasons),
        "from_day": first,
        "to_day": last,
    }


def _exclusion(one: Exclusion) -> Block:
    return {
        "code": one.code,
        "reason": one.label,
        "interventions": list(one.interventions),
        "situations": list(one.situations),
        "follow_up": list(one.follow_up),
        "attribute": None if one.attribute is None else _filter(one.attribute),
        "within_days": one.within_days,
    }


def _cause(cause: Cause, rules: DropoutRules) -> Block:
    if cause.follow_up:
        return {
            "code": cause.code,
            "label": cause.label,
            "follow_up": list(cause.follow_up),
        }
    if cause.interventions:
        return {
            "code": cause.code,
            "label": cause.label,
            "interventions": list(cause.interventions),
            "elsewhere": cause.elsewhere or None,
        }
    return {
        "code": cause.code,
        "label": cause.label,
        **_situations(cause.situations, rules),
        "confirmation_days": cause.confirmation_days,
    }


def _censoring(censoring: Censoring) -> Block:
    gap = censoring.unknown_gap_days
    return {
        "follow_up": list(censoring.follow_up),
        "age_limit_years": censoring.age_limit_years,
        "unknown_gap_days": _Null if gap is None else gap,
        "lost_after_days": censoring.lost_after_days,
    }


def _horizons(definition: CohortDefinition) -> Block:
    months = definition.horizons_months
    ages = [month // MONTHS_PER_YEAR for month in months]
    if definition.clock == "age" and months == tuple(MONTHS_PER_YEAR * a for a in ages):
        return {"horizons_ages": ages}
    return {"horizons_months": list(months)}


def _exposure(one: Exposure) -> Block:
    return {
        "code": one.code,
        "label": one.label,
        "interventions": list(one.interventions),
        "situations": list(one.situations),
        "design": one.design,
        "while_it_lasts": one.while_it_lasts or None,
        "landmarks_months": list(one.landmarks_months),
        "grace_days": one.grace_days,
    }


def _situations(codes: tuple[str, ...], rules: DropoutRules) -> Block:
    for scope in SCOPES:
        if codes == rules.scope(scope):
            return {"reengagement": scope}
    return {"neet": True} if codes == rules.enters else {"situations": list(codes)}


def _filter(item: AttributeFilter) -> Block:
    return {"name": item.name, "values": list(item.values)}


def _present(block: Block) -> Block:
    """Leave out what says nothing."""
    return {
        key: value
        for key, value in block.items()
        if value is not None and value not in ([], {}) and not _is_blank(value)
    }


def _is_blank(value: Any) -> bool:
    return isinstance(value, dict) and not _present(value)


def _lines(block: Block, indent: str) -> list[str]:
    lines: list[str] = []
    for key, value in block.items():
        if isinstance(value, dict) and not _is_labels(value):
            lines += [f"{indent}{key}:", *_lines(_present(value), indent + _INDENT)]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append(f"{indent}{key}:")
            for item in value:
                lines += _item(_lines(_present(item), indent + 2 * _INDENT), indent)
        else:
            lines.append(f"{indent}{key}: {_flow(value)}")
    return lines


def _item(lines: Sequence[str], indent: str) -> list[str]:
    dashed = f"{indent}{_INDENT}- {lines[0].lstrip()}"
    return [dashed, *lines[1:]]


def _is_labels(value: Labels | Block) -> bool:
    return set(value) == {"fr", "en"}


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{fr: {_quoted(value['fr'])}, en: {_quoted(value['en'])}}}"
    if isinstance(value, list):
        return f"[{', '.join(_flow(item) for item in value)}]"
    if value is _Null:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else _text(str(value))


def _text(text: str) -> str:
    is_bare = _BARE.match(text) and text not in _TYPED
    return text if is_bare else _quoted(text)


def _quoted(text: str) -> str:
    """Write a double-quoted scalar: everything that is not printed is escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_PRINTED.sub(_escape, escaped)}"'


def _escape(sign: re.Match[str]) -> str:
    code = ord(sign.group())
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
