"""The first screen: one sentence on what this is, and three fields."""

from collections.abc import Callable

import streamlit as st

from app_pages.components import notices
from app_pages.components.words import _, rekeyed
from config.failure import Failure
from config.translation import LANGUAGES, Language, current_language


LANGUAGE_NAMES = {"fr": "Français", "en": "English"}


def show(enter: Callable[[str, str, str], None], *, is_over: bool) -> None:
    """Ask who is there.

    Args:
        enter: opens the session; raises a Failure where it is refused.
        is_over: a session just ended.
    """
    with st.columns([1, 2, 1])[1]:
        st.title("parcours", anchor=False)
        st.markdown(
            _(
                "Suivre les jeunes d’un territoire, du collège à la vie adulte, avec "
                "toutes les structures qui les accompagnent, et dire honnêtement ce "
                "qu’ils deviennent."
            )
        )
        if is_over:
            st.info(
                _(
                    "Votre session est terminée, par sécurité. Ce qui était enregistré "
                    "le reste. Connectez-vous pour continuer."
                )
            )
        _form(enter)
        choose_language()


def _form(enter: Callable[[str, str, str], None]) -> None:
    with st.form("sign_in", border=False):
        login = st.text_input(_("Identifiant"), key="login", autocomplete="username")
        password = st.text_input(
            _("Mot de passe"),
            key="password",
            type="password",
            autocomplete="current-password",
        )
        code = code_field("code")
        asked = st.form_submit_button(
            _("Se connecter"), type="primary", key="sign_in_button", width="stretch"
        )
        if asked:
            try:
                enter(login, password, code)
            except Failure as refusal:
                notices.refused(refusal)


def code_field(key: str) -> str:
    """Ask for a code of the authenticator application.

    Args:
        key: of the field.

    Returns:
        What was typed.
    """
    return st.text_input(
        _("Code à six chiffres"),
        key=key,
        autocomplete="one-time-code",
        help=_(
            "Seulement si un deuxième facteur protège votre compte : le code que votre "
            "application affiche maintenant, ou un code de secours."
        ),
        placeholder=_("si vous en avez un"),
    )


def choose_language() -> None:
    """Let the reader change the language of the screens."""
    st.segmented_control(
        _("Langue"),
        LANGUAGES,
        format_func=LANGUAGE_NAMES.__getitem__,
        default=current_language(),
        key="language_choice",
        required=True,
        on_change=_keep_language,
        label_visibility="collapsed",
    )


def _keep_language() -> None:
    chosen = st.session_state.get("language_choice")
    if chosen in LANGUAGES:
        _carry(st.session_state.get("language", LANGUAGES[0]), chosen)
        st.session_state["language"] = chosen
        st.session_state["language_chosen"] = chosen  # outlives the sign-in


def _carry(former: Language, chosen: Language) -> None:
    """Hand what was chosen in the former language's widgets to the new one's."""
    for key, value in st.session_state.to_dict().items():
        heir = rekeyed(str(key), former, chosen)
        if heir is not None:
            st.session_state[heir] = value
