"""The path, day by day, in plain Python: slow, and written from the rules alone."""

from datetime import date, timedelta


EPOCH = date(1970, 1, 1)


def reference_spells(facts, *, situations, as_of):
    """All persons' spells as (person, spell, situation, starts, ends, evidence)."""
    rows = []
    for person in sorted({f.person for f in facts}):
        own = [f for f in facts if f.person == person]
        rows += [
            (person, n, *s) for n, s in enumerate(_path(own, situations, as_of), 1)
        ]
    return rows


def _path(facts, situations, as_of):
    facts = [f for f in facts if f.starts <= as_of]
    facts = [f for f in facts if f.ends is None or f.ends > f.starts]
    if not facts:
        return []
    covers = [_cover(f, facts, situations, as_of) for f in facts]
    days = range(min(f.starts for f in facts), as_of + 1)
    winners = {day: _winner(day, covers, situations) for day in days}
    return _spells(winners, covers, as_of)


def _cover(fact, facts, situations, as_of):
    """(fact, first day after, whether that end is told, last day of evidence)."""
    seen = min(max(fact.starts, fact.verified or fact.starts), as_of)
    if fact.verified is None:
        seen = fact.starts
    rule = situations[fact.situation]
    if fact.ends is not None:
        ends, told = min(fact.ends, as_of + 1), True
    else:
        ends = min(_validity_end(seen, rule, as_of), as_of + 1)
        closing = [
            other.starts
            for other in facts
            if other.starts > fact.starts
            and fact.situation in situations[other.situation].closes
        ]
        told = bool(closing) and min(closing) <= _validity_end(seen, rule, as_of)
        ends = min([ends, *closing])
    return fact, ends, told, ends - 1 if told else seen


def _validity_end(seen, rule, as_of):
    if rule.until_31_august:
        day = EPOCH + timedelta(days=seen + 1)
        while (day.month, day.day) != (9, 1):
            day += timedelta(days=1)
        return (day - EPOCH).days
    if rule.validity_days is None:
        return as_of + 1
    return seen + rule.validity_days


def _winner(day, covers, situations):
    """The fact that wins the day, or None."""
    candidates = [
        fact
        for fact, ends, _told, _evidence in covers
        if fact.starts <= day < ends and fact.situation != "inconnue"
    ]
    return min(
        candidates,
        key=lambda f: (
            situations[f.situation].precedence,
            -f.known,
            -f.starts,
            f.situation,
            f.fact,
        ),
        default=None,
    )


def _spells(winners, covers, as_of):
    spells = []
    for day, winner in winners.items():
        situation = winner.situation if winner else "inconnue"
        if spells and spells[-1][0] == situation:
            spells[-1][2] = day + 1
        else:
            spells.append([situation, day, day + 1])
    return [
        (*spell, _evidence(*spell, winners=winners, covers=covers, as_of=as_of))
        for spell in spells
    ]


def _evidence(situation, starts, ends, *, winners, covers, as_of):
    if situation == "inconnue":
        return starts
    following = winners.get(ends)
    if following is not None and following.starts == ends:
        return ends - 1
    own = [
        evidence
        for fact, covers_until, _told, evidence in covers
        if fact.situation == situation and fact.starts < ends and covers_until > starts
    ]
    return max(starts, min(max(own), ends - 1))
