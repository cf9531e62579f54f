"""The catalogue, its templates and their descriptions say the same."""

import re
import zipfile

import pytest
from docx import Document

from chibo.papers.queries import TEMPLATES
from chibo.papers.rules import form_of, forms
from chibo.papers.rules.catalogue import HEADS, KINDS
from ground import templates

TAGS = re.compile(r"{[{%](.*?)[%}]}", re.DOTALL)
NAMES = re.compile(r"(?<!['.\w|])([a-z_]+)(?![\w(])")
WORDS = {"p", "tr", "for", "in", "endfor", "if", "else", "endif", "and", "line", "row", "loop", "head", "sign", "sent"}
ALL = [form.code for form in forms()]


def tags_of(form):
    """Every tag of a template, in its body."""
    root = Document(TEMPLATES / form.template).element.body
    return [tag for t in root.iter() if t.tag.endswith("}t") and t.text for tag in TAGS.findall(t.text)]


def test_every_form_of_the_issue_is_there():
    assert {f"{number}-KNĐ" for number in range(1, 17)} | {"4a-KNĐ"} <= set(ALL)
    assert len(ALL) == len({form_of(code).template for code in ALL}) == 45


@pytest.mark.parametrize("code", ALL)
def test_a_form_uses_every_fact_it_names_and_no_other(code):
    form = form_of(code)
    tags = " ".join(tags_of(form))
    in_rows = set(re.findall(r"row\.([a-z_]+)", tags)) - {"number"}
    plain = set(NAMES.findall(re.sub(r"\w+\.\w+|\|\w+|'.*?'", " ", tags))) - WORDS
    assert plain == {*form.fields, *form.rows}
    assert in_rows == {one.name for rows in form.rows.values() for one in rows.fields}


@pytest.mark.parametrize("code", ALL)
def test_a_form_is_of_known_kinds(code):
    form = form_of(code)
    assert form.head in HEADS and form.title[0].isupper() and form.source
    assert all(one.kind in KINDS and one.label for one in form.fields.values())
    assert all(rows.blank > 0 and rows.fields for rows in form.rows.values())


def test_the_templates_are_those_of_the_descriptions(tmp_path):
    """Whoever edits a template in Word edits its description too, or the next run would undo it."""
    for form in forms():
        made = tmp_path / form.template
        made.write_bytes(templates.packed(templates.make(form), title=form.title, on=templates.MADE_ON))
        with zipfile.ZipFile(made) as new, zipfile.ZipFile(TEMPLATES / form.template) as kept:
            assert new.namelist() == kept.namelist()
            differing = [name for name in new.namelist() if new.read(name) != kept.read(name)]
        assert not differing, f"run python -m ground.templates {form.code}: {differing}"


def test_a_code_that_is_not_there_is_refused_in_words():
    from chibo.kernel.refusal import NotFound

    with pytest.raises(NotFound, match="Không có mẫu văn bản nào mang mã “17-KNĐ”"):
        form_of("17-KNĐ")
