"""What rows of workbooks about people mean: whom, what is new, what differs, what was done to take it back."""
