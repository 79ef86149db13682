"""Pieces that several screens share: words, marks, tables, notices, the timeline.

In: answers of operations. Out: text and charts. Only the screens may import them.
"""
