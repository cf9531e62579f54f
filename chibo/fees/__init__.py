"""Dues of every month by the regulation of that month, receipts, what is kept and what is passed on.

It records who owes and who has paid; it says nothing about why, and whether somebody is struck off is not decided here.
"""
