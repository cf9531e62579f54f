"""What printed forms there are, what they may say, and who knows the facts.

An area's room ``papers`` needs only this::

    from chibo.papers import rules as papers

    def resolution(ref: str, on: date, by: Viewer) -> papers.Facts: ...

    PAPERS = {"6-KNĐ": resolution}
"""

from chibo.papers.rules.builders import Builder, builder_of, built_codes, install
from chibo.papers.rules.catalogue import Field, Form, Rows, field_of, form_of, forms
from chibo.papers.rules.facts import Facts, Head, known_of
from chibo.papers.rules.names import committee_name
from chibo.papers.rules.references import code_of, with_period

__all__ = [
    "Builder",
    "Facts",
    "Field",
    "Form",
    "Head",
    "Rows",
    "builder_of",
    "built_codes",
    "code_of",
    "committee_name",
    "field_of",
    "form_of",
    "forms",
    "install",
    "known_of",
    "with_period",
]
