"""Who did what, when and on what basis, kept for good; also who read what is sensitive.

Actor, subject, place and basis are references in text, so that every area above can write here. This area does not
say who may do something, and it knows no unit and no person.
"""
