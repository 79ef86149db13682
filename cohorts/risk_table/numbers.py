"""The array types that counts and estimates are made of."""

from typing import Any

import numpy as np
import numpy.typing as npt


Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[Any]  # int64 where whole, else float64

# No life is as long in any unit: such a time is a date in nanoseconds, or an error.
LATEST = 1e15
