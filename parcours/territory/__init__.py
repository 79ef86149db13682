"""A territory: the folder that holds both stores, their keys and its configuration.

Comes in: a folder, the environment, the clock. Goes out: a founded or an opened
territory, what its examination found, what its repair did. It stands above the rooms
that it opens; only `parcours.synthetic`, `app_pages`, `commands` and `app` import it.
"""
