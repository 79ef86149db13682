"""What is published: a checked content under one digest, and the site made of it.

Comes in: released figures, words of the territory, what the citizens' council said.
Goes out: a content that two persons agree on, kept as it was agreed, and from it, byte
for byte, a folder of pages and open data. Imported by `publishing` alone.
"""
