"""Workbooks of others in: read safely, mapped, checked, shown, written, taken back. Declares no kind of its own.

It does not know what a row means: that is said by the ``imports`` room of the area the rows belong to.
"""
