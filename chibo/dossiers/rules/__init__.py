"""What may be kept in a file, who keeps it, and the sentences that refuse."""
