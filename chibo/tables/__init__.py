"""Lists: columns, keyset paging, print, and export to spreadsheet and CSV. No tables of its own in the database."""
