"""Printed forms: Word from real templates and PDF from the same page, in the layout in force on the document's date."""
