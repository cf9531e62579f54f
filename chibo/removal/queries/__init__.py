"""Reading about screening, help and leaving. Nothing here writes; every question takes a day."""
