"""What is allowed about badges, and the sentences that refuse."""
