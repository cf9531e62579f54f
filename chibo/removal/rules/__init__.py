"""What is allowed about screening, help and leaving, and the sentences that refuse."""
