"""What is due for me: everything waiting or overdue at my desk, by date, with the rule that sets it.

It counts nothing of its own: the areas below say what waits, it puts the lists together.
"""
