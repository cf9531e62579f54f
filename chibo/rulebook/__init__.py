"""Dated rules: each value with its legal source, its days of validity and its certainty.

No rule on record is an answer, not an error. What follows from a rule is decided by the area that asks.
"""
