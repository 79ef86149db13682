"""Optimal matching by sequenzo, run by a Python that has it, off the network.

sequenzo asks a package index for its newest version when it is imported: every
connection is refused before that.
"""

import contextlib
import io
import json
import resource
import socket
import sys
import time
from typing import Any, NoReturn

import numpy as np
import pandas as pd


KIB_PER_MIB = 1024


def _refuse(*_words: object) -> NoReturn:
    raise OSError("no network")


def main(file: str) -> dict[str, float]:
    """Measure.

    Args:
        file: codes of states, as numpy saves them.

    Returns:
        cpu seconds and peak in MiB.
    """
    refused: Any = _refuse
    socket.socket.connect = refused  # type: ignore[method-assign]
    socket.getaddrinfo = refused
    with contextlib.redirect_stdout(io.StringIO()):
        from sequenzo import SequenceData, get_distance_matrix

        codes = np.load(file)
        months = [str(month) for month in range(codes.shape[1])]
        frame = pd.DataFrame(codes, columns=months).assign(id=range(len(codes)))
        states = sorted(set(codes.ravel().tolist()))
        sequences = SequenceData(
            frame,
            time=months,
            id_col="id",
            states=states,
            labels=list(map(str, states)),
        )
        start = time.process_time()
        get_distance_matrix(seqdata=sequences, method="OM", sm="CONSTANT", indel=1)
        spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB
    return {"cpu": spent, "peak": round(peak)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1])))
