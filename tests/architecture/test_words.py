"""Only Vietnamese on the screen; nothing that belongs to another machine or to real people's names."""

import ast
import re

import pytest
from django.utils.html import strip_tags

from chibo.kernel.refusal import Refusal
from tests.architecture.english import english_in
from tests.architecture.sources import modules, parsed, short, templates

TAGS = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|{%.*?%}|{{.*?}}", re.S)
SHOWN_ATTRIBUTES = re.compile(r'(?:aria-label|title|placeholder|alt|data-label)="([^"]*)"')
CODE = re.compile(r"<(script|style|code|kbd|pre)\b.*?</\1>", re.S)
PARAMETERS = re.compile(r"\([a-z_, =]+\)")
"""Names of parameters of the command and the API, in brackets behind the word for them."""
UNTRANSLATED = re.compile(r"chưa dịch|todo|fixme|lorem|xxx", re.I)


def visible(text):
    """What a reader would read of a template."""
    plain = TAGS.sub(" ", text)
    plain = CODE.sub(" ", plain)
    return " ".join([strip_tags(plain), *SHOWN_ATTRIBUTES.findall(plain)])


@pytest.mark.parametrize("path", templates(), ids=short)
def test_a_template_speaks_vietnamese(path):
    text = path.read_text("utf-8")
    assert english_in(visible(text)) == []
    assert not UNTRANSLATED.search(visible(text))


def literal(node):
    """The text that stands in the source: of an f-string without what is filled in."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) for part in node.values)
    if isinstance(node, ast.BinOp):
        return literal(node.left) + literal(node.right)
    if isinstance(node, ast.IfExp):
        return f"{literal(node.body)} {literal(node.orelse)}"
    return ""


def sentences_of_refusals():
    """First arguments of refusals, as far as they stand in the source."""
    kinds = {cls.__name__ for cls in (Refusal, *Refusal.__subclasses__())} | {"Question", "NotFound", "NotEntitled"}
    for path in modules():
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in kinds:
                continue
            for argument in [*node.args[:1], *(k.value for k in node.keywords if k.arg == "message")]:
                yield f"{short(path)}:{node.lineno}", argument, literal(argument)


def test_refusals_are_finished_vietnamese_sentences():
    wrong = []
    for where, argument, text in sentences_of_refusals():
        if found := english_in(PARAMETERS.sub("", text)):
            wrong.append(f"{where}: {found}")
        if isinstance(argument, ast.Constant) and not text.rstrip().endswith((".", "?", "!", "…")):
            wrong.append(f"{where}: {text}")
    assert wrong == []


LABELLED = {"label", "title", "help_text", "verbose_name", "button", "noun", "empty", "note", "hint"}


def test_labels_are_vietnamese():
    wrong = []
    for path in modules():
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.Call):
                continue
            for keyword in node.keywords:
                if keyword.arg not in LABELLED:
                    continue
                text = literal(keyword.value)
                if " " in text.strip() and english_in(text):
                    wrong.append(f"{short(path)}:{keyword.value.lineno}: {english_in(text)}")
    assert wrong == []


def test_sources_name_no_place_of_a_machine():
    folder = re.compile(r"/(?:home|work|tmp|root|Users)/[A-Za-z]")
    found = [f"{short(path)}:{n}" for path in (*modules(tests=True), *templates()) for n in _lines(path, folder)]
    assert found == []


def _lines(path, pattern):
    return [n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if pattern.search(line)]
