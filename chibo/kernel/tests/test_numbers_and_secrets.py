"""Numbers in print, identifiers, ciphertext."""

import uuid
from decimal import Decimal

import pytest

from chibo.kernel import secrets
from chibo.kernel.ids import uuid7
from chibo.kernel.numbers import percent, show_decimal, show_int, show_percent


def test_numbers_are_printed_as_vietnamese_documents_do():
    assert show_int(1985) == "1.985"
    assert show_int(-1234567) == "-1.234.567"
    assert show_decimal(Decimal("1234.565")) == "1.234,57"
    assert show_percent(2924, 5649) == "51,76%"
    assert show_percent(873, 1000, 1) == "87,3%"
    assert show_percent(1, 0) == "–"
    assert percent(0, 0) is None


def test_identifiers_are_version_7_and_grow():
    ids = [uuid7() for _ in range(50)]
    assert all(i.version == 7 and i.variant == uuid.RFC_4122 for i in ids)
    assert [i.int >> 80 for i in ids] == sorted(i.int >> 80 for i in ids)


def test_a_sealed_number_is_read_back_for_its_purpose_only():
    sealed = secrets.seal("001099000001", purpose="a")
    assert b"001099" not in sealed
    assert secrets.unseal(sealed, purpose="a") == "001099000001"
    with pytest.raises(secrets.Unreadable):
        secrets.unseal(sealed, purpose="b")
    with pytest.raises(secrets.Unreadable):
        secrets.unseal(sealed[:-1] + b"\x00", purpose="a")


def test_the_blind_index_is_stable_and_differs_by_purpose():
    assert secrets.blind_index("1", purpose="a") == secrets.blind_index("1", purpose="a")
    assert secrets.blind_index("1", purpose="a") != secrets.blind_index("1", purpose="b")
    assert secrets.seal("1", purpose="a") != secrets.seal("1", purpose="a")
