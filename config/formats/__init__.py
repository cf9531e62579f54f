"""How dates and numbers are written and read, in place of the formats that come with Django."""
