"""The words of screening and leaving: what became of help, whether an entry counts."""

from django.db.models import TextChoices

from chibo.members.vocabulary import Cause

LEFT = (Cause.STRIKE_OFF, Cause.EXPULSION, Cause.VOLUNTARY_EXIT)
"""Who was taken out of the Party; the register keeps those who died apart."""
TOLD = (*LEFT, Cause.DEATH)
"""Of whom the level above is told by a notice."""
PROCEDURES = ("sang-loc", "xoa-ten", "xin-ra", "bao-tu-tran", "khieu-nai", "phuc-hoi")
"""Codes of the procedures of this area."""


class HelpResult(TextChoices):
    """What became of a period of help."""

    GOING_ON = "dang_giup", "Đang giúp đỡ"
    IMPROVED = "tien_bo", "Đã tiến bộ"
    PROPOSED = "de_nghi", "Không tiến bộ, đề nghị đưa ra"
    STOPPED = "thoi", "Thôi giúp đỡ vì rời tổ chức"


class EntryState(TextChoices):
    """Whether what was entered counts."""

    STANDING = "standing", "Có hiệu lực"
    ANNULLED = "annulled", "Đã hủy"
