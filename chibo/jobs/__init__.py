"""Long work: its owner, its progress, how to stop it and how to take it up again.

What the work is belongs to the area that starts it.
"""
