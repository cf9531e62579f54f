"""What a kind of workbook declares, and what may be done with a batch when."""
