"""Any definition that the builder can make, drawn at random."""

from datetime import date

from hypothesis import strategies as st

from cohorts.definition.language import (
    AttributeFilter,
    Cause,
    Censoring,
    CohortDefinition,
    Exclusion,
    Exposure,
    Origin,
    Population,
)
from tests.spec.cohort.tables import rules


RULES = rules()
KNOWN = ["lycee", "apprentissage", "decroche", "recherche", "formation", "emploi"]
STATUSES = ["deces", "demenage", "perdu_de_vue", "null", "12"]
BREAKDOWNS = ["sex", "age_band", "qpv", "year", "organisation", "attribute:diplome"]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
labels = st.fixed_dictionaries({"fr": texts, "en": texts})
days = st.integers(1, 2000)
civil_days = st.none() | st.dates(date(1990, 1, 1), date(2040, 1, 1))
breakdowns = st.lists(st.sampled_from(BREAKDOWNS), max_size=3, unique=True).map(tuple)


def some(codes, **sizes):
    drawn = st.lists(codes, min_size=1, max_size=3, unique=True, **sizes)
    return drawn.map(tuple)


def subsets(codes):
    return st.lists(st.sampled_from(codes), max_size=3, unique=True).map(tuple)


filters = st.builds(AttributeFilter, names, some(texts))


@st.composite
def populations(draw):
    ages = sorted(draw(st.lists(st.integers(0, 40), min_size=2, max_size=2)))
    return Population(
        sex=draw(st.none() | st.sampled_from(["F", "M"])),
        age_min=draw(st.none() | st.just(ages[0])),
        age_max=draw(st.none() | st.just(ages[1])),
        qpv_codes=draw(subsets(["QN1", "QN2", "0"])),
        qpv_vintage=draw(st.none() | st.sampled_from([2015, 2024])),
        organisations=draw(subsets(["mission_locale", "true"])),
        attributes=tuple(draw(st.lists(filters, max_size=2))),
    )


@st.composite
def origins(draw):
    kind = draw(
        st.sampled_from(["dropout", "enters", "intervention_start", "intervention_end"])
    )
    enters = kind == "enters"
    acts = kind.startswith("intervention")
    first, last = draw(civil_days), draw(civil_days)
    if first and last:
        first, last = sorted((first, last))
    sets = some(st.sampled_from(KNOWN)) | st.sampled_from(
        [RULES.strict, RULES.wide_adds, RULES.scope("wide"), RULES.enters]
    )
    return Origin(
        kind=kind,
        situations=draw(sets) if enters else (),
        interventions=draw(some(names)) if acts else (),
        confirmation_days=draw(st.integers(0, 400)) if enters else 0,
        after_dropout=draw(st.booleans()) if enters else False,
        occurrence=draw(st.sampled_from(["first", "every"])),
        between=(first, last),
        prevalent=draw(st.sampled_from(["include", "exclude"])),
    )


@st.composite
def causes(draw, taken):
    free = [code for code in KNOWN if code not in taken] + ["autre"]
    order = draw(st.permutations(free))
    statuses = draw(st.permutations(STATUSES))
    found, n = [], draw(st.integers(1, min(3, len(free))))
    for k in range(n):
        by_status = draw(st.booleans())
        found.append(
            Cause(
                code=f"issue_{k}",
                label=draw(labels),
                situations=() if by_status else (order[k],),
                follow_up=(statuses[k],) if by_status else (),
                confirmation_days=0 if by_status else draw(st.integers(0, 90)),
                competing=k > 0 and (found[-1].competing or draw(st.booleans())),
            )
        )
    return tuple(found)


@st.composite
def exclusions(draw, code):
    way = draw(
        st.sampled_from(["interventions", "situations", "follow_up", "attribute"])
    )
    what = {
        "interventions": some(names),
        "situations": some(st.sampled_from(KNOWN)),
        "follow_up": some(st.sampled_from(STATUSES)),
        "attribute": filters,
    }[way]
    within = None if way == "attribute" else draw(st.none() | days)
    return Exclusion(code, draw(labels), **{way: draw(what)}, within_days=within)


@st.composite
def exposures(draw, code):
    design = draw(st.sampled_from(["time_varying", "landmark", "target_trial"]))
    months = st.lists(st.integers(1, 60), min_size=1, max_size=3, unique=True)
    by_action = draw(st.booleans())
    return Exposure(
        code,
        draw(labels),
        interventions=draw(some(names)) if by_action else (),
        situations=() if by_action else draw(some(st.sampled_from(KNOWN))),
        design=design,
        while_it_lasts=design == "time_varying" and draw(st.booleans()),
        landmarks_months=tuple(sorted(draw(months))) if design == "landmark" else (),
        grace_days=draw(days) if design == "target_trial" else None,
    )


@st.composite
def definitions(draw):
    origin = draw(origins())
    of_origin = RULES.enters if origin.kind == "dropout" else origin.situations
    clock = draw(st.sampled_from(["days", "calendar_months", "age"]))
    months = st.lists(st.integers(1, 400), min_size=1, max_size=4, unique=True)
    return CohortDefinition(
        name=draw(names),
        label=draw(labels),
        population=draw(populations()),
        origin=origin,
        causes=draw(causes(of_origin)),
        censoring=Censoring(
            follow_up=draw(subsets(STATUSES)),
            age_limit_years=draw(st.none() | st.integers(10, 40)),
            unknown_gap_days=draw(st.none() | days),
            lost_after_days=draw(st.none() | days),
        ),
        clock=clock,
        horizons_months=tuple(sorted(draw(months))),
        groups=draw(breakdowns),
        rules_version=RULES.version,
        rules=RULES if origin.needs_dropout else None,
        note=draw(st.none() | labels),
        exclusions=tuple(draw(exclusions(f"x{k}")) for k in range(draw(_few))),
        exposures=tuple(draw(exposures(f"e{k}")) for k in range(draw(_few))),
        covariates=draw(breakdowns),
        strata=draw(breakdowns),
        at_risk_floor=draw(st.none() | st.integers(1, 50)),
    )


_few = st.integers(0, 2)
