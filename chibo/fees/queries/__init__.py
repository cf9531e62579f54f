"""Reading about fees: every question takes the day or the month."""
