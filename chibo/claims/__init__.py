"""Holding what a text states against the records: figures, claims with their quantifiers, references."""
