"""Who may do what, where, from when until when, and why: grants of a role at a unit "and below".

Implements the kernel's ``Viewer``. No other area imports this one; the table of roles comes from ``chibo.site``.
"""
