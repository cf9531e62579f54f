"""Places in a sheet: ``C5`` and the numbers behind it, counted from 1."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """``A`` → 1, ``XFD`` → 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 → ``A``, 16384 → ``XFD``."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """(5, 3) → ``C5``."""
    return f"{column_letters(column)}{row}"


def beyond(number: int) -> bytes:
    """A pattern of the places behind a column, in letters: 15 → ``(?:[P-Z]|[A-Z]{2,7})[0-9]``."""
    letters = column_letters(number)
    ways = [f"[A-Z]{{{len(letters) + 1},7}}"]
    for at, letter in enumerate(letters):
        if letter < "Z":
            rest = len(letters) - at - 1
            ways.append(f"{letters[:at]}[{chr(ord(letter) + 1)}-Z]" + "[A-Z]" * rest)
    return f"(?:{'|'.join(ways)})[0-9]".encode()


def split(place: str) -> tuple[int, int]:
    """``C5`` → (5, 3).

    :raises ValueError: it is no place in a sheet
    """
    letters = place.rstrip("0123456789")
    digits = place[len(letters) :]
    if not (
        letters.isascii()
        and letters.isalpha()
        and letters.isupper()
        and digits
        and len(letters) <= 7
        and len(digits) <= 10
    ):
        raise ValueError(place)
    return int(digits), column_number(letters)
