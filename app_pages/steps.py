"""A grave act in two steps: what it changes is said before it is done, and told after.

Acts run before the page is drawn again, so that what they changed is drawn already.
"""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from app_pages.components import notices
from config.failure import Failure


ASKED, SAID = "step_asked", "step_said"


def ask(act: str, about: str) -> None:
    """Begin an act: the page says what it changes, and waits.

    Args:
        act: its name.
        about: pseudonym or reference that it is about.
    """
    st.session_state[ASKED] = (act, about)
    st.session_state.pop(SAID, None)


def is_asked(act: str, about: str) -> bool:
    """Tell whether an act waits for its confirmation.

    Args:
        act: its name.
        about: pseudonym or reference that it is about.

    Returns:
        Whether this very act about this very thing was begun.
    """
    return st.session_state.get(ASKED) == (act, about)


def leave() -> None:
    """Do nothing of what was begun."""
    st.session_state.pop(ASKED, None)


def confirm(
    lines: Sequence[str],
    *,
    title: str,
    yes: str,
    no: str,
    do: Callable[[], None],
    check: Callable[[], bool] = lambda: True,
) -> None:
    """Say what an act changes, with its two answers.

    Args:
        lines: one sentence each.
        title: what is about to be done.
        yes: words of the button that does it.
        no: words of the button that leaves it.
        do: what `yes` runs.
        check: draws what must be filled in before `yes`, and tells whether it is.
    """
    with st.container(border=True, key="confirm"):
        st.markdown(f"**{title}**")
        st.markdown("\n".join(f"- {line}" for line in lines))
        is_ready = check()
        with st.container(horizontal=True):
            st.button(
                yes,
                key="step_yes",
                type="primary",
                on_click=do,
                disabled=not is_ready,
            )
            st.button(no, key="step_no", on_click=leave)


def run(work: Callable[[], tuple[str, str]]) -> None:
    """Run an act; what came of it is told once the page is drawn again.

    Args:
        work: gives the name of the sentence that tells it, and what the page is about
            from now on.
    """
    leave()
    try:
        st.session_state[SAID] = work()
    except Failure as refusal:
        st.session_state[SAID] = ("refused", refusal)


def tell(about: str, texts: Mapping[str, str]) -> None:
    """Tell what came of the last act, as long as the page is about the same thing.

    Args:
        about: pseudonym or reference that the page is about.
        texts: name of the sentence → the sentence, in the language in use.
    """
    name, said = st.session_state.get(SAID, ("", ""))
    if isinstance(said, Failure):
        st.session_state.pop(SAID)
        notices.refused(said)
    elif said != about:
        st.session_state.pop(SAID, None)
    elif name in texts:
        with st.container(border=True, key="said"):
            st.markdown(texts[name])
