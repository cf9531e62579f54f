"""Decisions: number, date, issuer, signer's title. What every ``because`` points to.

The issuer is a name in text, as printed on the paper; this area knows no unit and drafts no document.
"""
