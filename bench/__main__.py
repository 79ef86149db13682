"""`python -m bench NAME [--quick | --full] [--json]`: run one measurement.

Each measurement is a module of this folder with `run(quick: bool) -> list[figures]`,
and `run_full()` where it has a size beyond; it is imported only when asked for. Modules
named after a measurement (`linkage_people`) are parts of it.
"""

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.figures import machine


HOUSEKEEPING = {"__init__", "__main__", "figures"}
COLUMNS = ("figure", "value", "unit", "peer", "peer_value", "ratio")


def names() -> list[str]:
    """List the measurements there are.

    Returns:
        Names of the modules, in order.
    """
    found = {path.stem for path in Path(__file__).parent.glob("*.py")}
    parts = {name for name in found if name.split("_")[0] in found - {name}}
    return sorted(found - HOUSEKEEPING - parts)


def main(arguments: list[str]) -> int:
    """Run what the command line asks for.

    Args:
        arguments: the words after `python -m bench`.

    Returns:
        Exit status 0; a wrong name ends with status 2.
    """
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "name", choices=names(), metavar="NAME", help=", ".join(names())
    )
    parser.add_argument("--quick", action="store_true", help="small data, seconds")
    parser.add_argument("--full", action="store_true", help="largest data, minutes")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    wish = parser.parse_args(arguments)
    measurement = import_module(f"bench.{wish.name}")
    if wish.full and not hasattr(measurement, "run_full"):
        parser.error(f"{wish.name} has no larger size")
    figures = measurement.run_full() if wish.full else measurement.run(wish.quick)
    answer = {"name": wish.name, "machine": machine(), "figures": figures}
    text = json.dumps(answer) if wish.json else as_text(answer)
    sys.stdout.write(text + "\n")
    return 0


def as_text(answer: dict[str, Any]) -> str:
    """Lay figures out in columns.

    Args:
        answer: name, machine and figures.

    Returns:
        One line per figure under a head.
    """
    rows = [[_cell(row.get(column)) for column in COLUMNS] for row in answer["figures"]]
    widths = [max(map(len, column)) for column in zip(COLUMNS, *rows, strict=True)]
    lines = [f"{answer['name']}: {answer['machine']}"]
    for row in [list(COLUMNS), *rows]:
        cells = (cell.ljust(w) for cell, w in zip(row, widths, strict=True))
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
