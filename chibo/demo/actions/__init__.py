"""Writing the committees into the database, through the actions of the areas below."""

from chibo.demo.actions.load import load

__all__ = ["load"]
