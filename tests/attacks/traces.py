"""Looks for names in whatever a territory leaves behind, however they are written."""

import base64
import unicodedata
from itertools import product

import numpy as np


def forms(name):
    """A name as it may have been written: plain, upper, lower, bare, UTF-16, coded."""
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)
    )
    for text in {w for n in (name, bare) for w in (n, n.upper(), n.lower(), n[::-1])}:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
            yield text.encode(encoding)
        yield text.encode("utf-8").hex().encode()
        yield base64.b64encode(text.encode("utf-8")).rstrip(b"=")[:-1]


WINDOW = 8  # bytes; each form is at least as long


class Scanner:
    """Finds any of the names, by the first eight bytes of each of their forms.

    A hundred thousand forms in one expression took minutes over a few megabytes.

    Args:
        names: each long and rare enough to stand nowhere by chance.
    """

    def __init__(self, names):
        every = {form for name in names for form in forms(name)}
        assert all(len(form) >= WINDOW for form in every)
        self._forms = {}
        for form in every:
            self._forms.setdefault(form[:WINDOW], set()).add(form)
        self._heads = np.sort(np.frombuffer(b"".join(self._forms), "<u8"))

    def hits(self, content):
        """Give the forms that stand in the bytes."""
        found = set()
        for offset in range(WINDOW):
            count = (len(content) - offset) // WINDOW
            if count <= 0:
                break
            windows = np.frombuffer(content, "<u8", count, offset)
            place = np.searchsorted(self._heads, windows)
            near = self._heads[np.minimum(place, len(self._heads) - 1)]
            for start in (np.flatnonzero(near == windows) * WINDOW + offset).tolist():
                head = content[start : start + WINDOW]
                found |= {f for f in self._forms[head] if content.startswith(f, start)}
        return found

    def in_files(self, folder, *, but=()):
        """Scan every file under a folder, its name included.

        Args:
            folder: the root.
            but: beginnings of relative paths that are left out.

        Returns:
            Relative path → forms found there.
        """
        found = {}
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if name.startswith(tuple(but)) or not path.is_file():
                continue
            hits = self.hits(name.encode()) | self.hits(path.read_bytes())
            if hits:
                found[name] = hits
        return found


CONSONANTS, VOWELS = "bdfgjklmnprstvz", "aeiouéï"


def canary_names(count):
    """Invent names that no list has: three odd syllables between rare letters."""
    syllables = [c + v for c, v in product(CONSONANTS, VOWELS)]
    for number in range(count):
        a, b = divmod(number * 7919 % len(syllables) ** 2, len(syllables))
        yield f"Wxq{syllables[a]}{syllables[b]}zh", f"Yqw{syllables[b]}{syllables[a]}xk"
