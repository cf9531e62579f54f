"""Reading about badges: who is due which one, and why. Nothing here writes; every question takes a day."""
