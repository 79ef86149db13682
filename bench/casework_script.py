"""`app.py`, run by the server as it is, with what each run takes written to a file.

Not part of the product: the measurement of pages serves this file in place of `app.py`.
A line per run: wall and processor milliseconds of the script, whether it went through
or left for another page.
"""

import os
import runpy
import time
from pathlib import Path


APP = Path(__file__).resolve().parents[1] / "app.py"
TIMES = "PARCOURS_BENCH_TIMES"


def main() -> None:
    """Run the interface's script once."""
    wall, processor = time.perf_counter(), time.thread_time()
    try:
        runpy.run_path(str(APP), run_name="__main__")
    finally:
        spent = (time.perf_counter() - wall, time.thread_time() - processor)
        with Path(os.environ[TIMES]).open("a", encoding="ascii") as times:
            times.write(f"{1_000 * spent[0]:.1f} {1_000 * spent[1]:.1f}\n")


if __name__ == "__main__":
    main()
