"""The few rules of layout that Streamlit has no setting for, as one style sheet.

They only move and space what is there: without them every page still works, a little
longer. No colour but what the theme gives, nothing fetched.
"""

# Charts' and tables' toolbars copy exact figures out of the house without a line in
# the audit; no setting takes them away.
_NO_TOOLBAR = ".stElementToolbar { display: none !important; }"
# The account stands in the line of the navigation, so that a page starts at its top.
_ACCOUNT = """
.stMain:has(.st-key-who) { z-index: auto; }
.st-key-who { position: fixed; top: 0.6rem; right: 0.75rem; width: auto;
  z-index: 999995; }
@media (min-width: 40rem) {
  .stApp:has(.st-key-who) .stAppToolbar { padding-right: 11rem; }
}
.stMainBlockContainer { padding-bottom: 4rem; }
.stMainBlockContainer h1 { padding-top: 0.5rem; }
@media (max-width: 40rem) {
  .stMainBlockContainer h1 { padding-top: 2.25rem; }
  .stApp:has([data-testid="stExpandSidebarButton"]) h1 { padding-top: 0.5rem; }
}
"""
# A list of young people: a line on a desk, a card on a telephone, read from the left.
_CARDS = """
.st-key-cards, [class*="st-key-application_cards"] { gap: 0.5rem; }
:is(.st-key-cards, [class*="st-key-application_cards"]) button {
  justify-content: flex-start; text-align: left; padding: 0.5rem 0.75rem; }
:is(.st-key-cards, [class*="st-key-application_cards"]) button > div {
  justify-content: flex-start; text-align: left; }
"""
# What is to be done: one line each, read from the left, its gestures at the right.
_WEEK = """
.st-key-week_rows, .st-key-week_rows > div { gap: 0.5rem; }
.st-key-week_rows [data-testid="stVerticalBlock"],
.st-key-week_rows [data-testid="stHorizontalBlock"] { padding-block: 0.25rem; }
:is(.st-key-week_rows, .st-key-foreseen_rows) button[kind="tertiary"],
:is(.st-key-week_rows, .st-key-foreseen_rows) button[kind="tertiary"] > div {
  justify-content: flex-start; text-align: left; }
.stMain:has(.st-key-week_rows) { scroll-padding-top: 9rem; }
.stMain:has(.st-key-week_rows) [data-testid="stLayoutWrapper"]:has(> .st-key-saved) {
  position: sticky; top: 3.75rem; z-index: 2; background: var(--page, Canvas); }
"""
# A path keeps its width and scrolls inside its own box, from the latest days on.
_TIMELINE = """
@media (max-width: 56rem) {
  .st-key-timeline_box { overflow-x: auto; direction: rtl; }
  .st-key-timeline_box > * { direction: ltr; min-width: 54rem; }
}
"""
# The accent is dark enough to hold white letters, too dark to be letters at night.
_TABS = """
[role="tab"][aria-selected="true"], [role="tab"]:hover { color: inherit; }
button[data-variant][data-selected="true"] {
  color: inherit !important; font-weight: 600; }
button:is([kind="secondary"], [kind="tertiary"], [data-variant]):is(:hover, :active,
  :focus, [aria-expanded="true"]) { color: inherit !important; transition: none; }
"""
# Streamlit's small print is at 60 % of the letters: 4.0:1 by day, 4.5 is asked.
_SMALL = """
[data-testid="stCaptionContainer"] { opacity: 0.8 !important; }
"""
# The day, the month and the year of a date are 18 by 20 pixels; a finger needs 24.
_TARGETS = """
[role="spinbutton"][contenteditable] { min-width: 24px; min-height: 24px;
  display: inline-flex; align-items: center; justify-content: center; }
"""
# A table too wide for the screen scrolls inside itself: its first column stays, and a
# shadow at an edge says that there is more on that side.
_TABLES = """
@media (max-width: 40rem) {
  .stTable > div { --edge: color-mix(in srgb, currentColor 30%, transparent);
    background:
      linear-gradient(to left, var(--edge), transparent) right / 0.6rem 100% no-repeat;
  }
  .stTable[data-more="false"] > div { background: none; }
  .stTable th, .stTable td { padding-inline: 0.4rem !important; }
  .stTable :is(th, td):first-child { position: sticky; left: 0; z-index: 1;
    max-width: 40vw; background: var(--page, Canvas); }
}
"""
# Two identities: a table on a desk, a card per field on a telephone.
_PAIR = """
.st-key-side_by_side table { width: auto; min-width: min(100%, 52rem); }
.st-key-side_by_side td { overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  .st-key-side_by_side table { width: 100%; min-width: 0; }
  .st-key-side_by_side tr { display: grid; grid-template-columns: 1fr 1fr; }
  .st-key-side_by_side :is(td, th):is(:first-child, :last-child) {
    grid-column: 1 / -1; }
  .st-key-side_by_side :is(td, th) { border: 0 !important;
    padding: 0.05rem 0.5rem 0.05rem 0 !important; }
  .st-key-side_by_side thead :is(:first-child, :last-child):is(th) { display: none; }
  .st-key-side_by_side tr { padding: 0.4rem 0;
    border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
  .st-key-side_by_side td:first-child { opacity: 0.8; }
  .st-key-side_by_side p { margin: 0; }
  [data-testid="stLayoutWrapper"]:has(> .st-key-answers) { position: sticky; bottom: 0;
    z-index: 2; padding: 0.4rem 0; backdrop-filter: blur(8px); }
  .st-key-answers { gap: 0.4rem; }
}
"""
# Whoever walks by keyboard sees where they are, also where Streamlit draws nothing.
_FOCUS = """
a:focus-visible, summary:focus-visible, [role="tab"]:focus-visible,
.stTable > div:focus-visible, .st-key-timeline_box:focus-visible {
  outline: 2px solid currentColor !important; outline-offset: 2px; }
"""
# What is told of a broken line stands over all, in words, where the thumb is.
_LINE = """
#parcours-line { position: fixed; inset: auto 0 1rem; margin: 0 auto; z-index: 999999;
  width: max-content; max-width: min(44rem, calc(100vw - 2rem)); padding: 0.75rem 1rem;
  font: 600 1rem/1.4 "Source Sans", sans-serif; color: var(--ink, CanvasText);
  background: var(--page, Canvas); border: 2px solid; border-radius: 6px; }
#parcours-line:empty { display: none; }
[data-testid="stStatusWidget"]:has([data-testid="stConnectionStatus"]) {
  display: none; }
"""
_PAPER = """
@media print {
  #parcours-line, header, .st-key-who, .st-key-entries, .st-key-saved {
    display: none !important; }
  .stMainBlockContainer { padding: 0; }
}
"""

SHEET = "\n".join(
    [
        *(_NO_TOOLBAR, _ACCOUNT, _CARDS, _WEEK, _TIMELINE, _PAIR, _TABS, _SMALL),
        *(_TARGETS, _TABLES, _FOCUS, _LINE, _PAPER),
    ]
)
