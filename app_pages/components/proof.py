"""The password, and the code, once more: asked before an act that needs a fresh proof.

The operation refuses without it; the page asks first, so that nobody is refused.
"""

import streamlit as st

from app_pages.components import notices
from app_pages.components.words import _
from app_pages.sign_in import code_field
from app_pages.visit import Visit
from config.failure import Failure


def given(visit: Visit, operation: str, *, about: str = "") -> bool:
    """Ask who is there, if the operation would; draw nothing if it would not.

    Args:
        visit: who is here.
        operation: its name in `config/access.yaml`.
        about: tells two forms of one page apart.

    Returns:
        Whether the act may be offered now.
    """
    if not visit.must_prove(operation):
        return True
    st.markdown(
        _("**Confirmez que c’est bien vous.** Cet acte demande votre mot de passe.")
    )
    key = f"proof_{operation}{about}".replace(".", "_")
    with st.form(key, border=False, clear_on_submit=True):
        password = st.text_input(
            _("Mot de passe"),
            key=f"{key}_password",
            type="password",
            autocomplete="current-password",
        )
        code = code_field(f"{key}_code")
        if st.form_submit_button(_("Confirmer"), key=f"{key}_button"):
            try:
                visit.prove(password, code)
            except Failure as refusal:
                notices.refused(refusal)
            else:
                st.rerun()
    return False
