"""The screens, one file each: what operations answered → what a person reads.

In: a `Visit` (who is here, and what operations need). Out: nothing but the page.
Pages hold no rule and touch no store; only `app.py` may import them.
"""
