"""Cases followed along their path, in slow plain Python, rule by rule."""

from tests.properties.reference_event_table import month_of, month_start


UNKNOWN = "inconnue"


def first_kept(cases):
    """The first kept case of each person."""
    found = {}
    for case in cases:
        if case["left_at"] is None:
            found.setdefault(case["person"], case)
    return found


def state_on(spells, day):
    for spell in spells:
        if spell["starts"] <= day < spell["ends"]:
            return spell["situation"]
    return UNKNOWN


def known_until(spells):
    return max((s["ends"] for s in spells if s["situation"] != UNKNOWN), default=None)


def own(tables, name, person):
    return [row for row in tables[name] if row["person"] == person]


def monthly_states(cases, tables, *, months):
    """The states of each person known through the last month; month 0 at the origin."""
    found = {}
    for person, case in first_kept(cases).items():
        spells = own(tables, "spells", person)
        first = month_of(case["origin"])
        days = [case["origin"]]
        days += [month_start(first + k) for k in range(1, months)]
        until = known_until(spells)
        if until is not None and days[-1] < until:
            found[person] = [state_on(spells, day) for day in days]
    return found


def episodes(cases, tables):
    """Stays from the first observed day to the last known one, day by day."""
    rows = []
    for person, case in first_kept(cases).items():
        spells = own(tables, "spells", person)
        entry_day = case["origin"] + max(case["entry"], 0)
        until = known_until(spells) or entry_day
        stays = []
        for day in range(entry_day, until):
            state = state_on(spells, day)
            if stays and stays[-1]["state"] == state:
                stays[-1]["stop"] = day + 1 - case["origin"]
            else:
                start = day - case["origin"]
                stays.append({"start": start, "stop": start + 1, "state": state})
        for stay, after in zip(stays, [*stays[1:], None], strict=True):
            to = None if after is None else after["state"]
            rows.append({"person": person, **stay, "to": to})
    return rows


def exposed(cases, tables, *, kinds, situations, clock):
    """When each kept case was first reached, on its clock, from its own origin."""
    rows = []
    for case in cases:
        if case["left_at"] is not None:
            continue
        person, origin = case["person"], case["origin"]
        begun = [
            row["starts"]
            for row in own(tables, "interventions", person)
            if row["kind"] in kinds and row["state"] not in ("planned", "cancelled")
        ]
        begun += [
            row["starts"]
            for row in own(tables, "spells", person)
            if row["situation"] in situations
        ]
        after = [day for day in begun if day >= origin]
        time = None
        if after:
            (born,) = [row["birth_month"] for row in own(tables, "persons", person)]
            time = {
                "days": lambda day, o=origin: day - o,
                "calendar_months": lambda day, o=origin: month_of(day) - month_of(o),
                "age": lambda day, b=born: month_of(day) - b,
            }[clock](min(after))
        rows.append(
            {
                "person": person,
                "nth": case["nth"],
                "entry": case["entry"],
                "exit": case["exit"],
                "cause": case["cause"],
                "exposed": time,
                "exposed_before": int(any(day < origin for day in begun)),
            }
        )
    return rows
