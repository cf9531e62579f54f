"""Small XML parts of a workbook: their elements with attributes; declarations of types and entities are refused."""

from xml.parsers import expat

from chibo.exchange.reading import sentences


class _Forbidden(Exception):
    pass


def _forbid(*_: object) -> None:
    raise _Forbidden


def elements(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """(name without prefix, attributes without prefixes) of every element, in order.

    :raises Refusal: it is no sound XML, or declares types or entities
    """
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()}))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _forbid
    parser.EntityDeclHandler = _forbid
    try:
        parser.Parse(data, True)
    except _Forbidden:
        raise declared() from None
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise sentences.broken() from error
    return found


def declared() -> Exception:
    """The refusal of a part that declares types or entities."""
    return sentences.odd("Tệp chứa khai báo DTD hoặc thực thể XML, thứ mà bảng tính không bao giờ có")


def check_opening(piece: bytes) -> None:
    """Refuse the first piece of a part that declares types or entities, or is no XML in UTF-8.

    :raises Refusal: so
    """
    if piece[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in piece[:200]:
        raise sentences.odd("Tệp ghi các phần bên trong bằng mã ký tự lạ")
    if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
        raise declared()
    if not piece.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise sentences.broken()
