"""What holds for every type and every cell."""

import json
import marshal
import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chibo.exchange.reading.values import Choice, Day, Digits, Fault, Lookup, Name, Noted, Text, Whole, YesNo, from_spec

KINDS = [
    Text(),
    Text(longest=5),
    Name(),
    Digits(kind="cccd"),
    Digits(lengths=(12, 8), kind="card"),
    Digits(lengths=(9, 12), kind="cmnd"),
    Digits(lengths=()),
    Day(),
    Day(partial=True),
    Day(order="mdy"),
    Day(order="swapped"),
    Whole(),
    Whole(low=-10, high=10),
    Choice(values=(("male", "Nam"), ("female", "Nữ")), also={"x": "female"}),
    Choice(
        values=tuple((f"{n:02d}", name) for n, name in enumerate(["Kinh", "Tày", "Thái", "Mông", "Dao"] * 3, start=1))
    ),
    YesNo(),
    Lookup("unit"),
]
_SIGNS = "0123456789/-.,' ()?#:+xXEe\u00a0\u200b\u0301\u0309\u0302Ððđễ１½’…\ufffd\ud800\x00\x0b"
_WORDS = "an |NAM|tháng |năm |ngày |nữ|không|không có|_x000D_|1985|/05/|E+10|h|đ/c "
_PIECES = st.sampled_from([*_SIGNS, *_WORDS.split("|")])
TEXTS = st.one_of(
    st.text(max_size=30),
    st.lists(_PIECES, max_size=12).map("".join),
    st.from_regex(r"[0-9]{1,2}[/. -][0-9]{1,2}[/. -][0-9]{2,4}", fullmatch=True),
    st.from_regex(r"[0-9]{1,14}(\.0)?", fullmatch=True),
    st.text(min_size=400, max_size=500),
)
CELLS = st.one_of(
    st.none(),
    TEXTS,
    st.integers(),
    st.integers(min_value=0, max_value=80_000),
    st.floats(),
    st.booleans(),
    st.datetimes().map(lambda moment: ("d", moment.isoformat())),
    TEXTS.map(lambda text: ("d", text)),
)


def outcome(clean, raw):
    """What a cleaner makes of a cell: value and note, or the sentence of its fault."""
    try:
        value = clean(raw)
    except Fault as fault:
        return "fault", fault.message
    return ("noted", *value) if isinstance(value, Noted) else ("value", value)


@pytest.mark.parametrize("kind", KINDS, ids=repr)
@settings(max_examples=250, deadline=None)
@given(raw=CELLS)
@example(raw="'#N/A")
@example(raw="_x000_x000D_D_")
@example(raw=10**400)
@example(raw=math.inf)
@example(raw="9" * 5000)
def test_every_cell_gives_a_value_or_a_sentence(kind, raw):
    clean = kind.cleaner()
    sort, *rest = outcome(clean, raw)
    sentence = rest[-1] if sort != "value" else None
    if sentence is not None:
        assert (
            sentence
            and sentence[0] != "~"
            and sentence.endswith(".")
            and sentence.isprintable()
            and len(sentence) < 700
        )
    if sort == "fault":
        return
    value = rest[0]
    assert value != "" and marshal.loads(marshal.dumps(value)) == value
    assert isinstance(kind.show(value), str)
    assert outcome(clean, raw) == (sort, *rest), "the memory changes nothing"
    again = kind.cleaner()(value[0] if isinstance(value, list) else value)
    again = again.value if isinstance(again, Noted) else again
    assert again == ([value[0], "day"] if isinstance(value, list) else value), "clean cells stay as they are"


@pytest.mark.parametrize("kind", KINDS, ids=repr)
@settings(max_examples=50, deadline=None)
@given(raw=CELLS)
def test_a_spec_gives_the_type_back(kind, raw):
    spec = json.loads(json.dumps(kind.spec()))
    twin = from_spec(spec)
    assert twin == kind and twin.spec() == kind.spec()
    assert outcome(twin.cleaner(), raw) == outcome(kind.cleaner(), raw)


@pytest.mark.parametrize("kind", KINDS, ids=repr)
def test_hints_are_sentences(kind):
    assert kind.hint.endswith(".")


@settings(deadline=None)
@given(st.lists(CELLS, max_size=30))
def test_any_column_has_a_profile(cells):
    profile = Day.profile(cells)
    assert profile.order in ("dmy", "mdy", None)
    assert len(profile.examples) <= 5
