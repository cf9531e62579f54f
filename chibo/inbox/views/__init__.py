"""Pages: the list of work, the week of a unit."""
