"""What is wrong or missing in the records: rules as data, findings as lists, who mends them until when.

It changes no record; mending is done where the record lives. A share belongs to a rule and a unit; people get no score.
"""
