"""Chibo: working records of a Party committee, and the figures that come out of them."""
