"""Shared words without tables: days, Vietnamese text and numbers, refusals, the viewer, scopes, occupants."""
