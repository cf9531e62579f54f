"""All indicators, in the order in which a report reads."""

from chibo.admission.indicators import INDICATORS as ADMISSION
from chibo.badges.indicators import INDICATORS as BADGES
from chibo.dossiers.indicators import INDICATORS as DOSSIERS
from chibo.fees.indicators import INDICATORS as FEES
from chibo.indicators import Indicator
from chibo.members.indicators import INDICATORS as MEMBERS
from chibo.org.indicators import INDICATORS as ORGANIZATIONS
from chibo.removal.indicators import INDICATORS as REMOVAL
from chibo.transfers.indicators import INDICATORS as TRANSFERS

CHAPTERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("organization", "Tổ chức đảng", ("organization",)),
    ("members", "Đảng viên", ("members",)),
    ("admission", "Phát triển đảng viên", ("admission",)),
    ("removal", "Sàng lọc, đưa ra khỏi Đảng", ("removal",)),
    ("transfer", "Chuyển sinh hoạt đảng", ("transfer",)),
    ("fees", "Đảng phí", ("fees",)),
)
"""Chapters of a report: code, title, areas."""
_CHAPTER_OF = {area: place for place, (_, _, areas) in enumerate(CHAPTERS) for area in areas}
ALL: tuple[Indicator, ...] = tuple(
    sorted(
        (*ORGANIZATIONS, *MEMBERS, *ADMISSION, *DOSSIERS, *BADGES, *REMOVAL, *TRANSFERS, *FEES),
        key=lambda indicator: _CHAPTER_OF[indicator.area],
    )
)
"""Chapter by chapter; within one in the order in which the areas bring them."""
BY_CODE: dict[str, Indicator] = {indicator.code: indicator for indicator in ALL}


def base_name(indicator: Indicator) -> str:
    """What the base of a figure is called, so that every percentage names its population."""
    if indicator.base_title:
        return indicator.base_title
    whole = next((i for i in ALL if i.population is indicator.population and i.where is None), indicator)
    return whole.title[:1].lower() + whole.title[1:]


def chapters() -> list[tuple[str, str, list[Indicator]]]:
    """Code and title of every chapter with its indicators."""
    return [(code, title, [i for i in ALL if i.area in areas]) for code, title, areas in CHAPTERS]
