"""What may happen to a member, and what follows from it. Pure: no table is read here."""
