"""What a young person takes home: their booklet, as PDF or JSON, and a discreet sheet.

Comes in: a person within reach, what may be read of them, who has read it. Goes out:
bytes made at the click, kept nowhere. Imported by pages alone.
"""
