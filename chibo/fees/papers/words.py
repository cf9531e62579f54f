"""Amounts in words, as receipts have them: ``bảy mươi tám nghìn đồng``."""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", "nghìn", "triệu", "tỷ")
THOUSAND, BILLION = 1_000, 1_000_000_000


def in_words(amount: int) -> str:
    """Whole đồng in Vietnamese words; minus first where it is taken back."""
    if amount < 0:
        return f"âm {in_words(-amount)}"
    return f"{' '.join(_number(amount)) or DIGITS[0]} đồng"


def _number(number: int, *, is_first: bool = True) -> list[str]:
    if number >= BILLION:
        rest = number % BILLION
        return [*_number(number // BILLION), GROUPS[3], *(_number(rest, is_first=False) if rest else [])]
    said: list[str] = []
    for power in (2, 1, 0):
        three = number // THOUSAND**power % THOUSAND
        if three:
            said += [*_three(three, is_first=is_first and not said), GROUPS[power]]
    return [word for word in said if word]


def _three(number: int, *, is_first: bool) -> list[str]:
    """A number below a thousand; inside a longer one its empty hundreds and tens are said."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    said = [] if is_first and not hundreds else [DIGITS[hundreds], "trăm"]
    if tens == 0:
        return [*said, *(["linh", DIGITS[ones]] if said and ones else [DIGITS[ones]] if ones else [])]
    said += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    if ones == 1 and tens > 1:
        return [*said, "mốt"]
    if ones == 5:
        return [*said, "lăm"]
    return [*said, DIGITS[ones]] if ones else said
