"""Figures, their lists and units as JSON, over the same catalogue and the same gates as the pages. Reads only."""
