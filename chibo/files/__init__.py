"""Files: content-addressed, encrypted, given out only as downloads to those who may have them.

What a file belongs to, and so who may read it, is said by the area that keeps its address.
"""
