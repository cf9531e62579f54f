"""Reading about transfers and members away. Nothing here writes; every question takes a day."""
