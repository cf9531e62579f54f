"""Members: people, their belonging to cells day by day, their attributes over time, every way in and out.

Events and attributes are the truth; stays, spells, movements and the roll are derived from them in the same
transaction (``derivation``) and can be recounted at any time. Procedures that lead to an event live above.
"""
