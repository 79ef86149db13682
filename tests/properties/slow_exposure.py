"""Exposure in slow plain Python, one case and one unit of time at a time."""


def state_at(case, time, windows, since):
    """Whether a case is exposed at a time, and in which window; at risk at `time`."""
    exposed = case["exposed"]
    if exposed is None or time <= exposed:
        return "0"
    gone = time - exposed if since == "exposure" else time
    bounds = [0, *windows]
    for low, high in zip(bounds, windows, strict=False):
        if low < gone <= high or (low == 0 and gone <= high):
            return f"{low}-{high}"
    return f"{bounds[-1]}+" if windows else "1"


def moments(case, origin):
    """The whole times at which a case is at risk."""
    first = origin if case["entry"] <= 0 else case["entry"]
    return range(first + 1, case["exit"] + 1)


def person_time(cases, windows, since):
    """Time at risk and events by state."""
    days = any(c["entry"] < 0 or c["exit"] <= 0 for c in cases)
    origin = -1 if days else 0
    time, events = {}, {}
    for case in cases:
        for moment in moments(case, origin):
            state = state_at(case, moment, windows, since)
            time[state] = time.get(state, 0) + 1
            if moment == case["exit"] and case["cause"]:
                events[state] = events.get(state, 0) + 1
    return time, events


def at_landmark(cases, at):
    """Who is at risk at a landmark, by side."""
    found = {"n": 0, "n_exposed": 0, "n_entered_later": 0, "n_exposed_later": 0}
    found |= {"events_exposed": 0, "events_unexposed": 0}
    found |= {"censored_exposed": 0, "censored_unexposed": 0}
    for case in cases:
        exposed = case["exposed"]
        if case["exit"] <= at:
            reached = exposed is not None and exposed < case["exit"]
            kind = "events" if case["cause"] else "censored"
            found[f"{kind}_{'exposed' if reached else 'unexposed'}"] += 1
        elif case["entry"] > at:
            found["n_entered_later"] += 1
        else:
            found["n"] += 1
            if exposed is not None and exposed <= at:
                found["n_exposed"] += 1
            elif exposed is not None and exposed < case["exit"]:
                found["n_exposed_later"] += 1
    return found
