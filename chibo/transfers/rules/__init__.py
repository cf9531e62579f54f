"""What is allowed about transfers and members away, and the sentences that refuse."""
