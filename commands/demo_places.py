"""What a demonstration says of its places: an invented map, invented aggregates.

No ground has these outlines, and nobody published these numbers: each line says that it
is an example. They show what a territory writes of its own, in the same two files.
"""

import json
from datetime import date
from pathlib import Path

from cohorts.indicators.comparators import COLUMNS, POPULATION
from cohorts.indicators.comparators import FILE as COMPARATORS
from cohorts.indicators.outlines import FILE as OUTLINES


# Code of a neighbourhood → its corners, in hundredths of a degree east and north of a
# point in the open sea; the first corner is the last.
CORNERS = {
    "QN99901M": ((0, 0), (0, 14), (9, 19), (17, 12), (14, 1)),
    "QN99902M": ((20, 3), (19, 13), (29, 17), (35, 8), (30, 0)),
    "QN99903M": ((5, 24), (3, 35), (14, 40), (22, 33), (18, 23)),
    "QN99904M": ((27, 22), (25, 31), (33, 38), (43, 34), (41, 21)),
}
EAST, NORTH = -12.0, 47.0
HUNDREDTHS = 100
PEOPLE = {"QN99901M": 900, "QN99902M": 640, "QN99903M": 520, "QN99904M": 340}
SAMPLE = 2_000  # young people of the demonstration that the numbers above are of
SOURCE = "Exemple inventé pour la démonstration, aucune publication"
RATES = (
    ("taux_raccrochage", "wide", "12", "Un département (exemple)", "0,46"),
    ("taux_raccrochage", "wide", "12", "Le pays (exemple)", "0,44"),
    ("part_femmes", "", "", "Le pays (exemple)", "0,45"),
    ("taux_perdus_de_vue", "", "12", "Un département (exemple)", "0,21"),
)


def write_places(config: Path, *, young: int, until: date) -> None:
    """Write the outlines and the outside aggregates of a demonstration.

    Args:
        config: its configuration folder.
        young: number of its young people; the populations grow with it.
        until: last day that any partner knows.
    """
    outlines = {
        "type": "FeatureCollection",
        "note": SOURCE,
        "features": [_feature(code, corners) for code, corners in CORNERS.items()],
    }
    (config / OUTLINES).write_text(json.dumps(outlines, indent=1), encoding="utf-8")
    year = str(until.year - 1)
    people = {code: max(round(n * young / SAMPLE), 1) for code, n in PEOPLE.items()}
    people["all"] = sum(people.values())
    lines = [";".join(COLUMNS)]
    lines += [
        ";".join((*start, "all", year, value, "", "", SOURCE))
        for *start, value in RATES
    ]
    vintage = str(until.year - 5)  # the latest before each period is taken
    lines += [
        ";".join((POPULATION, "", "", code, "all", vintage, str(n), "", "", SOURCE))
        for code, n in people.items()
    ]
    (config / COMPARATORS).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _feature(code: str, corners: tuple[tuple[int, int], ...]) -> dict[str, object]:
    ring = [
        [EAST + x / HUNDREDTHS, NORTH + y / HUNDREDTHS]
        for x, y in (*corners, corners[0])
    ]
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
