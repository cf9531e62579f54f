"""Workbooks of others, read in a limited process: what is in them, and their rows with clean values. Knows no Django."""
