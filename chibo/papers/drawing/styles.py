"""What a paragraph or a run looks like in the end: defaults of the document, its style and those it is based on, itself."""

from collections.abc import Iterable
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.simpletypes import ST_OnOff

MERGED = ("spacing", "ind")
"""Properties whose attributes come from different places."""
DEFAULT_SIZE = 10.0
NO_LINE = ("nil", "none")


def number(text: str | None, default: float) -> float:
    """A length as Word writes it."""
    try:
        return float(text) if text is not None else default
    except ValueError:
        return default


def flag(properties: dict[str, dict[str, str]], name: str) -> bool:
    """Whether an on-off property is on."""
    return name in properties and ST_OnOff.from_xml(properties[name].get("val", "true"))


def line_width(border: Any) -> float:
    """Points; 0 for no line."""
    if border.get(qn("w:val")) in NO_LINE:
        return 0
    return number(border.get(qn("w:sz")), 4) / 8


Properties = dict[str, dict[str, str]]
"""Name of a property → its attributes."""


class Styles:
    """The styles of one document."""

    def __init__(self, document: Document) -> None:
        root = document.styles.element
        self._styles = {style.get(qn("w:styleId")): style for style in root.iter(qn("w:style"))}
        self._default = next(
            (
                key
                for key, s in self._styles.items()
                if s.get(qn("w:type")) == "paragraph" and s.get(qn("w:default")) == "1"
            ),
            None,
        )
        self._known: dict[tuple[str | None, str], Properties] = {}
        defaults = root.find(qn("w:docDefaults"))
        self._given = {
            "pPr": defaults.find(f"{qn('w:pPrDefault')}/{qn('w:pPr')}") if defaults is not None else None,
            "rPr": defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}") if defaults is not None else None,
        }

    def paragraph(self, paragraph: Any) -> Properties:
        """Property → attributes."""
        own = paragraph.find(qn("w:pPr"))
        return _together([self._base(self._style_of(paragraph), "pPr"), _said(own)])

    def run(self, paragraph: Any, run: Any) -> dict[str, Any]:
        """How the letters of a run look."""
        own = run.find(qn("w:rPr"))
        named = own.find(qn("w:rStyle")) if own is not None else None
        character = self._of(named.get(qn("w:val")), "rPr") if named is not None else []
        layers = [self._base(self._style_of(paragraph), "rPr"), *map(_said, character), _said(own)]
        return _look(_together(layers))

    def mark_size(self, paragraph: Any) -> float:
        """Size of an empty paragraph."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
        return _look(_together([self._base(self._style_of(paragraph), "rPr"), _said(own)]))["size"]

    def tabs(self, paragraph: Any) -> list[str]:
        """The leaders of the stops that stand at the right, in order: ``dot`` or ``none``."""
        stops: dict[int, str] = {}
        own = paragraph.find(qn("w:pPr"))
        for properties in [*self._of(self._style_of(paragraph), "pPr"), own]:
            for tab in properties.iter(qn("w:tab")) if properties is not None else ():
                stops[int(float(tab.get(qn("w:pos"))))] = "dot" if tab.get(qn("w:leader")) == "dot" else "none"
        return [leader for _, leader in sorted(stops.items())]

    def table_borders(self, properties: Any) -> dict[str, float]:
        """Name of an edge → points; the table's own win over its style's."""
        borders: dict[str, float] = {}
        named = properties.find(qn("w:tblStyle"))
        for given in [*self._of(named.get(qn("w:val")) if named is not None else None, "tblPr"), properties]:
            found = given.find(qn("w:tblBorders"))
            for edge in found if found is not None else ():
                name = {"start": "left", "end": "right"}.get(edge.tag.rpartition("}")[2], edge.tag.rpartition("}")[2])
                borders[name] = line_width(edge)
        return borders

    def _style_of(self, paragraph: Any) -> str | None:
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return named.get(qn("w:val")) if named is not None else self._default

    def _base(self, key: str | None, part: str) -> Properties:
        """Defaults of the document, a style and those it is based on, together; worked out once per style."""
        if (key, part) not in self._known:
            layers = [self._given[part], *self._of(key, part)]
            self._known[key, part] = _together([_said(layer) for layer in layers])
        return self._known[key, part]

    def _of(self, key: str | None, part: str) -> list[Any]:
        """The part of a style and of what it is based on, the most general first."""
        found: list[Any] = []
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            style = self._styles[key]
            inner = style.find(qn(f"w:{part}"))
            if inner is not None:
                found.append(inner)
            based = style.find(qn("w:basedOn"))
            key = based.get(qn("w:val")) if based is not None else None
        return found[::-1]


def _said(layer: Any) -> Properties:
    """What an element says of its own."""
    said: Properties = {}
    for child in layer if layer is not None else ():
        name = child.tag.rpartition("}")[2]
        said[name] = said.get(name, {}) | {key.rpartition("}")[2]: value for key, value in child.attrib.items()}
    return said


def _together(layers: Iterable[Properties]) -> Properties:
    merged: Properties = {}
    for layer in layers:
        for name, said in layer.items():
            merged[name] = merged.get(name, {}) | said if name in MERGED else said
    return merged


def _look(properties: dict[str, dict[str, str]]) -> dict[str, Any]:
    size = properties.get("sz", {}).get("val")
    return {
        "bold": flag(properties, "b"),
        "italic": flag(properties, "i"),
        "underlined": properties.get("u", {}).get("val", "none") != "none",
        "struck": flag(properties, "strike"),
        "raised": properties.get("vertAlign", {}).get("val") == "superscript",
        "capitals": flag(properties, "caps"),
        "size": number(size, DEFAULT_SIZE * 2) / 2,
    }
