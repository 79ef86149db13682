"""A file written in one language, whatever the page's."""

from collections.abc import Iterator
from contextlib import contextmanager

from config.translation import Language, current_language, use_language


@contextmanager
def speaking(language: Language | None) -> Iterator[None]:
    """Write in a language, and come back to the one in use.

    Args:
        language: fr or en; None = the one in use.

    Yields:
        Nothing.
    """
    former = current_language()
    use_language(language or former)
    try:
        yield
    finally:
        use_language(former)
