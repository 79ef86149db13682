"""`config/cohorts/NAME.yaml` → `CohortDefinition`, or a refusal that names the line.

Sets of situations may be written out, or named by the dropout rules (`reengagement:
strict`, `neet: true`); here they become codes. What would make the answer ambiguous is
refused: a situation in two causes, an outcome among the origins, an unknown code.
"""

from collections.abc import Collection
from pathlib import Path
from typing import cast

from cohorts.definition.dropout_rules import read_dropout_rules
from cohorts.definition.from_yaml_design import (
    CODE,
    attribute_filter,
    breakdowns_from,
    days,
    exclusions_from,
    exposures_from,
    floor_from,
    horizons_from,
    name,
    one_of,
)
from cohorts.definition.from_yaml_design import (
    codes as some_codes,
)
from cohorts.definition.language import (
    CLOCKS,
    SCOPES,
    Cause,
    Censoring,
    Clock,
    CohortDefinition,
    DropoutRules,
    Occurrence,
    Origin,
    OriginKind,
    Population,
    Prevalent,
    Scope,
)
from config.reading import Entry, read_yaml
from config.translation import _


FOLDER = "cohorts"


def read_definitions(
    folder: Path, *, situations: Collection[str] | None = None
) -> dict[str, CohortDefinition]:
    """Read every cohort definition of a territory.

    Args:
        folder: the territory's configuration folder.
        situations: codes of the nomenclature; None = not checked.

    Returns:
        Definitions by name, in order of name.

    Raises:
        ConfigurationRefused: any file breaks a rule.
    """
    rules = read_dropout_rules(folder)
    paths = sorted((folder / FOLDER).glob("*.yaml"))
    return {
        path.stem: read_definition(path, rules=rules, situations=situations)
        for path in paths
    }


def read_definition(
    path: Path, *, rules: DropoutRules, situations: Collection[str] | None = None
) -> CohortDefinition:
    """Read one cohort definition.

    Args:
        path: the YAML file; its stem is the cohort's name.
        rules: the territory's dropout rules, which resolve named sets.
        situations: codes of the nomenclature; None = not checked.

    Returns:
        The definition.

    Raises:
        ConfigurationRefused: a rule of form or content is broken; names the line.
    """
    entry = read_yaml(path)
    definition = definition_from(entry, rules=rules, situations=situations)
    if path.stem not in (definition.name, "cohort"):
        raise entry.refuse(_("Le nom doit être celui du fichier."), "name")
    return definition


def definition_from(
    entry: Entry, *, rules: DropoutRules, situations: Collection[str] | None = None
) -> CohortDefinition:
    """Take a definition from a document already read.

    Args:
        entry: top mapping of the file.
        rules: the territory's dropout rules.
        situations: codes of the nomenclature; None = not checked.

    Returns:
        The definition.

    Raises:
        ConfigurationRefused: a rule of form or content is broken; names the line.
    """
    codes = _Codes(rules, situations)
    origin = _origin(entry.entry("origin"), codes)
    clock = cast("Clock", entry.choice("clock", CLOCKS, "days"))
    definition = CohortDefinition(
        name=name(entry, "name"),
        label=entry.labels(),
        note=entry.labels("note") if entry.has("note") else None,
        population=_population(entry.entry_or_none("population")),
        origin=origin,
        causes=_causes(entry, codes, _origin_set(origin, rules)),
        censoring=_censoring(entry.entry_or_none("censoring")),
        clock=clock,
        horizons_months=horizons_from(entry, clock),
        groups=breakdowns_from(entry, "groups"),
        rules_version=rules.version,
        rules=rules if origin.needs_dropout else None,
        exclusions=exclusions_from(entry, codes.written),
        exposures=exposures_from(entry, codes.written),
        covariates=breakdowns_from(entry, "covariates"),
        strata=breakdowns_from(entry, "strata"),
        at_risk_floor=floor_from(entry, clock),
    )
    entry.finish()
    return definition


class _Codes:
    """Resolves the sets of situations of one file, and checks their codes."""

    def __init__(self, rules: DropoutRules, known: Collection[str] | None) -> None:
        self.rules, self.known = rules, known

    def written(self, entry: Entry, key: str) -> tuple[str, ...]:
        codes = entry.texts(key)
        for code in codes:
            if self.known is not None and code not in self.known:
                what = _("La situation « {code} » n’est pas dans la nomenclature.")
                raise entry.refuse(what.format(code=code), key)
        if len(set(codes)) < len(codes):
            raise entry.refuse(_("Une situation est écrite deux fois."), key)
        return codes

    def resolve(self, entry: Entry, key: str) -> tuple[str, ...]:
        """Take the one set that an entry names, whichever way it is written."""
        way = one_of(entry, (key, "reengagement", "neet"))
        if way == "reengagement":
            scope = entry.choice("reengagement", SCOPES)
            return self.rules.scope(cast("Scope", scope))
        if way == "neet":
            if not entry.boolean("neet"):
                raise entry.refuse(_("Seule la valeur true a un sens ici."), "neet")
            return self.rules.enters
        codes = self.written(entry, key)
        if not codes:
            raise entry.refuse(_("Il faut au moins une situation."), key)
        return codes


def _origin(entry: Entry, codes: _Codes) -> Origin:
    kinds = ("dropout", "enters", "intervention_start", "intervention_end")
    kind = one_of(entry, kinds)
    situations: tuple[str, ...] = ()
    confirmation, after = 0, False
    if kind == "enters":
        block = entry.entry(kind)
        situations = codes.resolve(block, "situations")
        confirmation = days(block, "confirmation_days", 0)
        after = block.boolean("after_dropout", default=False)
        block.finish()
    elif kind == "dropout" and not entry.boolean(kind):
        raise entry.refuse(_("Seule la valeur true a un sens ici."), kind)
    interventions = some_codes(entry, kind) if kind.startswith("intervention") else ()
    occurrence = entry.choice("occurrence", ("first", "every"), "first")
    prevalent = entry.choice("prevalent", ("include", "exclude"), "include")
    origin = Origin(
        kind=cast("OriginKind", kind),
        situations=situations,
        interventions=interventions,
        end_reasons=_end_reasons(entry, kind),
        confirmation_days=confirmation,
        after_dropout=after,
        occurrence=cast("Occurrence", occurrence),
        between=(entry.date_or_none("from_day"), entry.date_or_none("to_day")),
        prevalent=cast("Prevalent", prevalent),
    )
    first, last = origin.between
    if first is not None and last is not None and last < first:
        raise entry.refuse(_("La fenêtre finit avant de commencer."), "to_day")
    entry.finish()
    return origin


def _end_reasons(entry: Entry, kind: str) -> tuple[str, ...]:
    if not entry.has("end_reasons"):
        return ()
    if kind != "intervention_end":
        what = _("Un motif de fin n’a de sens qu’avec « intervention_end ».")
        raise entry.refuse(what, "end_reasons")
    return some_codes(entry, "end_reasons")


def _origin_set(origin: Origin, rules: DropoutRules) -> tuple[str, ...]:
    return rules.enters if origin.kind == "dropout" else origin.situations


def _population(entry: Entry | None) -> Population:
    if entry is None:
        return Population()
    population = Population(
        sex=entry.choice("sex", ("F", "M")) if entry.has("sex") else None,
        age_min=entry.integer_or_none("age_min"),
        age_max=entry.integer_or_none("age_max"),
        qpv_codes=entry.texts("qpv_codes"),
        qpv_vintage=entry.integer_or_none("qpv_vintage"),
        organisations=entry.texts("organisations"),
        attributes=tuple(
            attribute_filter(item) for item in entry.entries("attributes")
        ),
    )
    if population.qpv_vintage not in (None, 2015, 2024):
        raise entry.refuse(
            _("Valeurs admises : {allowed}.").format(allowed="2015, 2024"),
            "qpv_vintage",
        )
    least, most = population.age_min, population.age_max
    if least is not None and most is not None and most < least:
        raise entry.refuse(_("L’âge maximal est inférieur à l’âge minimal."), "age_max")
    entry.finish()
    return population


def _causes(
    entry: Entry, codes: _Codes, origin_set: tuple[str, ...]
) -> tuple[Cause, ...]:
    items = [(item, False) for item in entry.entries("outcome")]
    if not items:
        raise entry.refuse(_("Il faut au moins une issue."), "outcome")
    items += [(item, True) for item in entry.entries("competing")]
    causes: list[Cause] = []
    seen: dict[str, str] = {}
    for item, competing in items:
        cause = _cause(item, codes, competing=competing)
        if cause.code in {other.code for other in causes}:
            raise item.refuse(_("Deux issues portent le même code."), "code")
        for code in cause.situations + cause.follow_up + cause.interventions:
            if code in seen:
                what = _("« {code} » figure dans deux issues.").format(code=code)
                raise item.refuse(what)
            if code in origin_set:
                what = _("« {code} » est à la fois origine et issue.").format(code=code)
                raise item.refuse(what)
            seen[code] = cause.code
        causes.append(cause)
    return tuple(causes)


def _cause(entry: Entry, codes: _Codes, *, competing: bool) -> Cause:
    if entry.has("interventions"):
        return _deed(entry, competing=competing)
    by_status = entry.has("follow_up")
    default = codes.rules.confirmation_days if entry.has("reengagement") else 0
    cause = Cause(
        code=name(entry, "code", CODE),
        label=entry.labels(),
        situations=() if by_status else codes.resolve(entry, "situations"),
        follow_up=some_codes(entry, "follow_up") if by_status else (),
        confirmation_days=(
            0 if by_status else days(entry, "confirmation_days", default)
        ),
        competing=competing,
    )
    entry.finish()
    return cause


def _deed(entry: Entry, *, competing: bool) -> Cause:
    """Take a cause that is something done: the first intervention of some kinds."""
    cause = Cause(
        code=name(entry, "code", CODE),
        label=entry.labels(),
        interventions=some_codes(entry, "interventions"),
        elsewhere=entry.boolean("elsewhere", default=False),
        competing=competing,
    )
    entry.finish()
    return cause


def _censoring(entry: Entry | None) -> Censoring:
    if entry is None:
        return Censoring()
    written = "unknown_gap_days" in entry.values
    censoring = Censoring(
        follow_up=entry.texts("follow_up"),
        age_limit_years=entry.integer_or_none("age_limit_years"),
        unknown_gap_days=(
            entry.integer_or_none("unknown_gap_days")
            if written
            else Censoring().unknown_gap_days
        ),
        lost_after_days=(
            days(entry, "lost_after_days") if entry.has("lost_after_days") else None
        ),
    )
    if censoring.lost_after_days == 0:
        raise entry.refuse(_("Il faut au moins un jour."), "lost_after_days")
    entry.finish()
    return censoring
