"""Who knows the facts of which form. Filled once by ``chibo.site`` from the rooms ``papers`` of the areas."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from chibo.kernel.refusal import NotFound
from chibo.kernel.viewer import Viewer
from chibo.papers.rules.catalogue import form_of
from chibo.papers.rules.facts import Facts

Builder = Callable[[str, date, Viewer], Facts]
"""``build(ref, on, by)``: the facts for whatever the reference names; refuses what ``by`` may not see or print."""

Gate = Callable[[str, str, date, Viewer], None]
"""``gate(ref, code, on, by)``: raises a refusal where a form may not be filled for a viewer, whoever fills it."""

_builders: dict[str, Builder] = {}
_gates: list[Gate] = []


def install(*of_areas: Mapping[str, Builder], gates: Sequence[Gate] = ()) -> None:
    """Called once by ``chibo.site`` with what each area can print, and what is asked before any of it.

    :raises NotFound: a code that is not in the catalogue
    """
    _builders.clear()
    _gates[:] = gates
    for builders in of_areas:
        for code, build in builders.items():
            form_of(code)
            assert code not in _builders, f"two areas print {code}"
            _builders[code] = build


def builder_of(code: str) -> Builder:
    """:raises NotFound: no such form, or nobody fills it"""
    form = form_of(code)
    try:
        build = _builders[code]
    except KeyError:
        raise NotFound(
            f"Chibo chưa điền được mẫu “{form.title}” từ hồ sơ. Hãy tải mẫu trống ở trang Mẫu văn bản rồi điền tay.",
            code="form_without_builder",
        ) from None

    def gated(ref: str, on: date, by: Viewer) -> Facts:
        for gate in _gates:
            gate(ref, code, on, by)
        return build(ref, on, by)

    return gated


def built_codes() -> frozenset[str]:
    """Codes of all forms that somebody fills."""
    return frozenset(_builders)
