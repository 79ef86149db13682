"""Guards: each classic error of an evaluation has a check, told before the figure.

Comes in: `Counts`, a definition, exits and news of an extract, never a row. Goes out:
frozen `caution.Caution`, or a named refusal of `failures`. The numbers of a caution are
exact: `disclosure.cautions` protects them before anybody reads them on a page; an
outside table is its owner's and is told as it is.

One module per pitfall: `immortal_time`, `late_entry`, `competing`, `loss`, `bounds`,
`repeated`, `ties`, `calendar_gaps`, `small_numbers`, `stale_news`; `review` asks all
those that counts can answer, `wording` says them. May be imported by `disclosure` and
every room after it. Source of the list: the pitfalls that published evaluations of
youth programmes met (left truncation, competing risks, immortal time…).
"""
