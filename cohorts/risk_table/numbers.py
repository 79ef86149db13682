"""The array types that counts and estimates are made of."""

from typing import Any

import numpy as np
import numpy.typing as npt


Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[Any]  # int64 where whole, else float64
