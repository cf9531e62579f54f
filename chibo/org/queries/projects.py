"""Merger projects."""

from uuid import UUID

from django.db.models import Prefetch

from chibo.kernel.refusal import NotFound
from chibo.org.models import MergerProject, MergerStatus, Unit


def projects_of(unit: Unit) -> list[MergerProject]:
    """The merger projects of a committee, newest first, each with its ``statuses``; two queries."""
    found = MergerProject.objects.filter(unit=unit).select_related("party_board", "state_office")
    statuses = Prefetch("statuses", MergerStatus.objects.order_by("since"))
    return list(found.prefetch_related(statuses).order_by("-started_on", "-id")[:200])


def project_of(unit: Unit, uid: UUID) -> MergerProject:
    """:raises NotFound: the committee has no such project"""
    found = MergerProject.objects.filter(unit=unit, uid=uid).select_related("unit", "party_board", "state_office")
    project = found.first()
    if project is None:
        raise NotFound("Không có đề án này. Hãy mở lại từ trang tổ chức.", code="unknown_project")
    return project
