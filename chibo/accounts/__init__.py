"""Who can sign in: accounts, passwords, signing in and out.

What an account may do is decided in ``chibo.access``; who the person is, in ``chibo.members``.
"""
