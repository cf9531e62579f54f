"""Which role the words of a cell mean; asked where they are not certain."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from chibo.exchange.rules.kinds import Ask
from chibo.posts.rules.titles import known_titles, plain, role_of, several_in
from chibo.posts.vocabulary import OTHER, ROLES, Body

SKIP = "skip"
NEAR = 0.85
"""From here on a title that is not known may be one that is, misspelt."""


@dataclass(slots=True)
class Meaning:
    """What a title means.

    :ivar role: empty where it must be asked, or nothing is written
    """

    role: str = ""
    body: str = ""
    ask: Ask | None = None
    skip: bool = False
    faults: list[tuple[str, str]] = field(default_factory=list)


def meaning_of(title: str | None, body: str | None, answers: Mapping[str, str]) -> Meaning:
    """The role of a title; one outside the list where the body is said and no title on the list is near."""
    if not title:
        return Meaning()
    if parts := several_in(title):
        told = "; ".join(parts)
        sentence = f"Ô này ghi {len(parts)} chức danh: {told}. Hãy tách mỗi chức danh thành một dòng."
        return Meaning(faults=[("title", sentence)])
    if role := role_of(title):
        return Meaning(role, ROLES[role].body.value, faults=_other_body(role, body))
    near = get_close_matches(plain(title), known_titles(), n=3, cutoff=NEAR)
    if body and not near:
        return Meaning(OTHER, body)
    key = f"role:{plain(title)}"[:200]
    answer = answers.get(key, "")
    if answer == SKIP:
        return Meaning(skip=True)
    role, _, said = answer.partition(":")
    if role in ROLES:
        return Meaning(role, said or body or ROLES[role].body.value)
    return Meaning(ask=Ask(key, f"“{title}” là chức danh nào trong danh mục?", _choices(near), remembered=True))


def _other_body(role: str, body: str | None) -> list[tuple[str, str]]:
    own = ROLES[role].body
    if not body or body == own.value:
        return []
    return [("body", f"~Chức danh này thuộc khối {own.label}, không theo khối “{Body(body).label}” ghi trong tệp.")]


def _choices(near: list[str]) -> tuple[tuple[str, str], ...]:
    """The nearest first, then the whole list, then posts outside it."""
    first = list(dict.fromkeys(known_titles()[title] for title in near))
    codes = [*first, *(code for code in ROLES if code not in first and code != OTHER)]
    named = [(code, ROLES[code].label) for code in codes]
    outside = [(f"{OTHER}:{body.value}", f"Chức danh ngoài danh mục, khối {body.label}") for body in Body]
    return (*named, *outside, (SKIP, "Bỏ qua các dòng này"))
