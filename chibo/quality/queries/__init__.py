"""Reading the desk: scores, lists, and the work that was assigned."""
