"""The event table in slow plain Python, one person at a time, rule by rule.

Written from the rules, not from the SQL: sets of days and loops instead of joins.
"""

from datetime import date, timedelta


EPOCH = date(1970, 1, 1)
FAR = 10**6


def month_of(day):
    civil = EPOCH + timedelta(days=day)
    return civil.year * 12 + civil.month - 1


def month_start(month):
    return (date(month // 12, month % 12 + 1, 1) - EPOCH).days


def runs(spells, situations):
    """Maximal blocks of adjacent spells within a set."""
    found, current = [], None
    for place, spell in enumerate(spells):
        if spell["situation"] in situations:
            if current is None:
                current = {"starts": spell["starts"], "first": place, "evidence": -FAR}
            current["ends"] = spell["ends"]
            current["last"] = place
            current["evidence"] = max(current["evidence"], spell["evidence"])
        elif current is not None:
            found.append(current)
            current = None
    if current is not None:
        found.append(current)
    return found


def last_known_before(spells, place):
    for spell in reversed(spells[:place]):
        if spell["situation"] != "inconnue":
            return spell["situation"]
    return None


def confirmed(run, days, horizon):
    if days == 0:
        return True
    over = run["ends"] < horizon and run["evidence"] >= run["ends"] - 1
    if over:
        return run["ends"] - run["starts"] >= days or (
            run["evidence"] - run["starts"] >= days
        )
    return run["evidence"] - run["starts"] >= days


def verdict(run, spells, days, horizon):
    if confirmed(run, days, horizon):
        return "event"
    following = spells[run["last"] + 1] if run["last"] + 1 < len(spells) else None
    short = run["ends"] - run["starts"] < days
    if short and following is not None:
        known_next = following["situation"] != "inconnue"
        established = run["evidence"] >= run["ends"] - 1
        if known_next or (established and run["ends"] < horizon):
            return "ended"
    return "to_confirm"


def dropouts(person, spells, rules):
    days = []
    for run in runs(spells, rules.enters):
        if last_known_before(spells, run["first"]) not in rules.leaves:
            continue
        if run["ends"] - run["starts"] < rules.grace_days:
            continue
        day = run["starts"]
        civil = EPOCH + timedelta(days=day)
        if rules.summer and date(civil.year, 6, 15) <= civil <= date(civil.year, 8, 31):
            day = (date(civil.year, 9, 15) - EPOCH).days
        if run["ends"] <= day:
            continue
        born = person["birth_month"]
        if born is None or month_of(day) - born < 12 * rules.minimum_age_years:
            continue
        days.append((day, True, run["starts"]))
    return days


def origins(definition, person, spells, interventions, rules, horizon):
    origin = definition.origin
    if origin.kind == "dropout":
        return dropouts(person, spells, rules)
    if origin.kind == "enters":
        after = -FAR
        if origin.after_dropout:
            first = [day for day, *_ in dropouts(person, spells, rules)]
            if not first:
                return []
            after = min(first)
        return [
            (
                run["starts"],
                last_known_before(spells, run["first"]) is not None,
                run["starts"],
            )
            for run in runs(spells, origin.situations)
            if run["starts"] > after
            and confirmed(run, origin.confirmation_days, horizon)
        ]
    key = "ends" if origin.kind == "intervention_end" else "starts"
    days = {
        row[key]
        for row in interventions
        if row["kind"] in origin.interventions
        and row["state"] not in ("planned", "cancelled")
        and row[key] is not None
    }
    return [(day, True, day) for day in sorted(days)]


def last_established(definition, tables):
    dated = {status for cause in definition.causes for status in cause.follow_up}
    days = [s["evidence"] for s in tables["spells"] if s["situation"] != "inconnue"]
    days += [f["day"] for f in tables["follow_up"] if f["status"] in dated]
    return max(days, default=None)


def case(definition, origin, known_before, entered, person, tables, horizon):
    """One case: its clock times, cause and reason, or the step at which it leaves."""
    spells = tables["spells"]
    first, last = definition.origin.between
    if (first and origin < (first - EPOCH).days) or (
        last and origin > (last - EPOCH).days
    ):
        return {"left_at": "out_of_window"}
    refused = population_refusal(definition, origin, person, tables)
    if refused:
        return {"left_at": refused}
    excluded = exclusion_of(definition, origin, entered, tables)
    if excluded:
        return {"left_at": excluded}
    windows = [
        w
        for w in tables["windows"]
        if (w["ends"] is None or w["ends"] > origin) and w["starts"] < horizon
    ]
    if not windows:
        return {"left_at": "not_observed"}
    entry = min(max(w["starts"], origin) for w in windows)
    told = last_established(definition, tables)
    if told is None:
        return {"left_at": "not_observed"}
    end = max(min(w["ends"] or FAR, max(told + 1, origin), horizon) for w in windows)
    observed_from = min(w["starts"] for w in tables["windows"])
    prevalent = entry > origin or (not known_before and observed_from >= origin)
    if prevalent and definition.origin.prevalent == "exclude":
        return {"left_at": "prevalent"}
    events, unconfirmed = [], []
    for k, cause in enumerate(definition.causes, start=1):
        for row in tables["follow_up"]:
            if row["status"] in cause.follow_up and row["day"] >= origin:
                events.append((row["day"], k))
        for run in runs(spells, cause.situations):
            if run["ends"] <= origin:
                continue
            day = run["starts"] if run["starts"] > origin else origin - 1
            says = verdict(run, spells, cause.confirmation_days, horizon)
            if says == "event":
                events.append((day, k))
            elif says == "to_confirm":
                unconfirmed.append(day)
    censors = [(day, "to_confirm") for day in unconfirmed]
    for status in definition.censoring.follow_up:
        censors += [
            (row["day"], status)
            for row in tables["follow_up"]
            if row["status"] == status and row["day"] >= entry
        ]
    gap = definition.censoring.unknown_gap_days
    for spell in spells:
        starts = max(spell["starts"], entry)
        if (
            gap is not None
            and spell["situation"] == "inconnue"
            and spell["ends"] - starts > gap
        ):
            censors.append((starts, "unknown_gap"))
    lost = definition.censoring.lost_after_days
    if lost is not None:
        until = max(min(w["ends"] or FAR, horizon) for w in windows)
        for day in silences(definition, tables, entry, until, lost):
            censors.append((day, "silence"))
    years, born = definition.censoring.age_limit_years, person["birth_month"]
    if (
        years is not None
        and born is not None
        and born + 12 * years <= month_of(horizon)
    ):
        censors.append((month_start(born + 12 * years), "age_limit"))
    censors.append((end, "end_of_observation"))
    censor_day = min(day for day, _ in censors)
    censor_reason = next(reason for day, reason in censors if day == censor_day)
    event_day, k = min(events, default=(FAR, 0))
    if event_day <= censor_day:
        leaving, cause, reason = event_day, k, definition.causes[k - 1].code
        if leaving < entry:
            return {"left_at": "already_out"}
    else:
        leaving, cause, reason = censor_day, 0, censor_reason
    if leaving < entry or (leaving == entry and entry > origin):
        return {"left_at": "no_time"}
    start, stop = clock(definition.clock, origin, entry, leaving, born)
    return {
        "left_at": None,
        "entry": start,
        "exit": stop,
        "cause": cause,
        "reason": reason,
        "late": int(entry > origin),
    }


def silences(definition, tables, entry, until, longest):
    """First days of the stretches, day by day, on which nothing is established."""
    dated = {status for cause in definition.causes for status in cause.follow_up}
    established = {
        day
        for spell in tables["spells"]
        if spell["situation"] != "inconnue"
        for day in range(spell["starts"], spell["evidence"] + 1)
    }
    established |= {f["day"] for f in tables["follow_up"] if f["status"] in dated}
    found, quiet = [], 0
    for day in range(entry, until):
        quiet = 0 if day in established else quiet + 1
        if quiet == longest + 1:
            found.append(day - longest)
    return found


def exclusion_of(definition, origin, entered, tables):
    """The first exclusion that was known before the origin."""
    for one in definition.exclusions:
        since = -FAR if one.within_days is None else origin - one.within_days
        began = [
            row
            for row in tables["interventions"]
            if row["kind"] in one.interventions
            and row["state"] not in ("planned", "cancelled")
            and since <= row["starts"] < origin
        ]
        held = [
            spell
            for spell in tables["spells"]
            if spell["situation"] in one.situations
            and spell["starts"] < entered
            and spell["ends"] > since
        ]
        given = [
            row
            for row in tables["follow_up"]
            if row["status"] in one.follow_up and since <= row["day"] < origin
        ]
        had = one.attribute is not None and (
            held_value(tables, one.attribute.name, origin) in one.attribute.values
        )
        if began or held or given or had:
            return f"excluded_{one.code}"
    return None


def held_value(tables, name, origin):
    held = [
        a
        for a in tables["attributes"]
        if a["name"] == name
        and (a["starts"] is None or a["starts"] <= origin)
        and (a["ends"] is None or a["ends"] > origin)
    ]
    held.sort(
        key=lambda a: (-(-FAR if a["starts"] is None else a["starts"]), a["value"])
    )
    return held[0]["value"] if held else None


def population_refusal(definition, origin, person, tables):
    population, born = definition.population, person["birth_month"]
    if population.sex and person["sex"] != population.sex:
        return "sex"
    least, most = population.age_min, population.age_max
    if least is not None or most is not None or definition.clock == "age":
        if born is None:
            return "age_unknown"
        months = month_of(origin) - born
        if least is not None and months < 12 * least:
            return "age"
        if most is not None and months >= 12 * (most + 1):
            return "age"
    if population.qpv_codes:
        held = held_value(tables, "residence_qpv", origin)
        if held is None or held not in population.qpv_codes:
            return "territory"
    return None


def clock(kind, origin, entry, leaving, born):
    if kind == "days":
        return (entry - origin if entry > origin else -1), leaving - origin
    start = month_of(origin) if kind == "calendar_months" else born
    return month_of(entry) - start - 1, month_of(leaving) - start


def reference_cases(definition, tables, rules, *, as_of):
    """Every case of every person, as the SQL should give it."""
    horizon = as_of + 1
    rows = []
    for person in tables["persons"]:
        own = {
            name: [r for r in table if r["person"] == person["person"]]
            for name, table in tables.items()
        }
        found = origins(
            definition, person, own["spells"], own["interventions"], rules, horizon
        )
        found = sorted((o for o in found if o[0] < horizon), key=lambda o: (o[0], o[2]))
        if definition.origin.occurrence == "first":
            found = found[:1]
        for nth, (origin, known_before, entered) in enumerate(found, start=1):
            row = case(definition, origin, known_before, entered, person, own, horizon)
            rows.append(
                {"person": person["person"], "nth": nth, "origin": origin, **row}
            )
    return rows
