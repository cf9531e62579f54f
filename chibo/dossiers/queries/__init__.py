"""Reading about files; every question takes a day, a year or a period."""
