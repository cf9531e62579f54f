"""Dues of every month by the regulation of that month, receipts, what is kept and what is passed on."""
