"""Merger projects between Party boards and state offices (ORG-07)."""

from datetime import date

from django.db import transaction

from chibo.decisions.models import Decision
from chibo.journal import actions as journal
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org import queries, rules
from chibo.org.models import MergerProject, MergerStatus, Unit, WorkUnit
from chibo.org.vocabulary import ProjectStatus


@transaction.atomic
def start_merger_project(
    *,
    unit: Unit,
    party_board: WorkUnit,
    state_office: WorkUnit,
    on: date,
    by: Viewer,
    status: str = ProjectStatus.SURVEY,
    because: Decision | None = None,
) -> MergerProject:
    """Begin a project to merge a Party board with the state office of like function.

    :param unit: the committee that runs it
    :raises Refusal: the pair has a project already, an office with itself, a day outside the committee's life
    """
    by.must(rules.WRITE, unit)
    queries.placement_of(unit, on=on)
    if party_board == state_office:
        raise Refusal("Hai cơ quan hợp nhất phải khác nhau. Hãy chọn lại.", field="state_office")
    if MergerProject.objects.filter(unit=unit, party_board=party_board, state_office=state_office).exists():
        raise Refusal(
            "Hai cơ quan này đã có đề án hợp nhất. Hãy cập nhật tình trạng của đề án đó.",
            field="state_office",
            status=409,
        )
    project = MergerProject.objects.create(unit=unit, party_board=party_board, state_office=state_office, started_on=on)
    MergerStatus.objects.create(project=project, status=status, since=on, decision=because)
    _record(project, "org.project_started", "Bắt đầu", on, by, because, after={"status": status})
    return project


@transaction.atomic
def set_project_status(
    *, project: MergerProject, status: str, on: date, by: Viewer, because: Decision | None = None
) -> MergerStatus:
    """Say how far the project is from a day on.

    :raises Refusal: an unknown status, a day not after the last change
    """
    by.must(rules.WRITE, project.unit)
    if status not in ProjectStatus.values:
        raise Refusal("Không có tình trạng này. Hãy chọn trong danh sách.", field="status")
    last = MergerStatus.objects.select_for_update().get(project=project, until=FOREVER)
    if on <= last.since:
        raise Refusal(
            f"Tình trạng gần nhất ghi từ ngày {show_day(last.since)}. Hãy chọn ngày sau đó.",
            field="on",
            code="later_change",
            status=409,
        )
    if last.status == status:
        raise Refusal(f"Đề án đã ở tình trạng “{last.get_status_display()}”.", field="status", code="no_change")
    last.until = on
    last.save(update_fields=["until"])
    now = MergerStatus.objects.create(project=project, status=status, since=on, decision=because)
    _record(
        project,
        "org.project_status",
        ProjectStatus(status).label,
        on,
        by,
        because,
        before={"status": last.status},
        after={"status": status},
    )
    return now


def _record(
    project: MergerProject,
    what: str,
    word: str,
    on: date,
    by: Viewer,
    because: Decision | None,
    **images: dict,
) -> None:
    journal.record(
        what,
        subject=f"merger_project:{project.uid}",
        label=f"{word}: đề án hợp nhất {project}",
        place=project.unit.reference,
        on=on,
        by=by,
        because=because,
        **images,
    )
