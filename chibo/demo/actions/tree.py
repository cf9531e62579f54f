"""The tree of a committee, its reorganizations, terms, places and completeness, through the actions of ``org``."""

from collections.abc import Mapping
from datetime import date, timedelta

from chibo.decisions import actions as decisions
from chibo.decisions.models import Decision
from chibo.demo.rules.committee import Committee
from chibo.demo.rules.world import End, Move, Node, Step
from chibo.kernel.days import FOREVER, ONE_DAY
from chibo.kernel.viewer import Viewer
from chibo.org import actions as org
from chibo.org.actions import completeness, places, projects, terms
from chibo.org.models import AdminPlace, Unit
from chibo.org.queries.coverage import AREA_NAMES
from chibo.org.vocabulary import WorkUnitKind

Places = Mapping[str, AdminPlace]


def open_tree(committee: Committee, *, by: Viewer) -> None:
    """Places, and the units as they stood on the opening day."""
    world, known = committee.world, _add_places(committee, by)
    because = _decision(committee, 0, world.opening, "Thiết lập hiện trạng tổ chức đảng", by)
    opened = [_spec(node, known) for node in world.opened]
    if committee.opening_is_founding:
        note = f"Thành lập {world.opened[0].name}"
        org.establish(units=opened[:1], on=world.opening, by=by, because=because, illustration=True, note=note)
        opened = opened[1:]
    org.open_units(rows=opened, on=world.opening, by=by, because=because, illustration=True)


def carry_out(committee: Committee, step: Step, chosen: Mapping[str, str], *, by: Viewer) -> None:
    """One reorganization.

    :param chosen: uid of a person → short reference of the cell, where the step leaves a choice
    """
    named = {end.ref for end in step.end} | {move.ref for move in step.move} | set(step.receivers)
    units = Unit.objects.in_bulk(named, field_name="ref")
    known = _places(committee, step)
    plan = org.Plan(
        kind=step.kind,
        on=step.on,
        end=tuple(_ending(units, end) for end in step.end),
        found=tuple(_spec(node, known) for node in step.found),
        change=tuple(_change(units, move) for move in step.move),
        chosen=chosen,
        receivers=tuple(units[ref] for ref in step.receivers),
        note=step.note,
        illustration=True,
    )
    because = _decision(committee, step.number, step.on, step.note, by)
    org.carry_out(plan=plan, by=by, because=because)


def finish(committee: Committee, *, by: Viewer) -> None:
    """Congresses, merger projects, and how far the records are complete."""
    for plan in committee.terms:
        terms.record_congress(
            unit=Unit.objects.get(ref=plan.ref),
            first_year=plan.first_year,
            last_year=plan.last_year,
            on=plan.congress_on,
            ordinal=plan.ordinal,
            assumed=plan.assumed,
            by=by,
        )
    for cover in committee.covers:
        say = completeness.mark_gap if cover.is_gap else completeness.cover
        until = cover.last + ONE_DAY if cover.last else FOREVER
        for area in AREA_NAMES:
            say(unit=Unit.objects.get(ref=cover.ref), area=area, since=cover.since, until=until, note=cover.note, by=by)
    _merger_projects(committee, by)


def _ending(units: Mapping[str, Unit], end: End) -> org.Ending:
    destination = end.into[0] if len(end.into) == 1 else None
    return org.Ending(units[end.ref], end.successor, destination, all_chosen=len(end.into) > 1)


def _change(units: Mapping[str, Unit], move: Move) -> org.Change:
    destination = move.into[0] if len(move.into) == 1 else None
    return org.Change(units[move.ref], move.facts, destination=destination, counted=move.counted)


def _spec(node: Node, known: Places) -> org.UnitSpec:
    return org.UnitSpec(
        ref=node.ref, name=node.name, kind=node.kind, superior_ref=node.superior, sector=node.sector,
        cell_kind=node.cell_kind, code=node.code, place=known.get(node.place),
    )  # fmt: skip


def _decision(committee: Committee, number: int, on: date, summary: str, by: Viewer) -> Decision:
    return decisions.register(
        number=f"{31 + 17 * number}-QĐ/{'TU' if committee.key in ('quang_nam', 'nam_truc') else 'HU'}",
        issued_on=on - timedelta(days=6),
        issuer=committee.issuer,
        signer_title="Bí thư",
        summary=summary or "Sắp xếp, kiện toàn tổ chức đảng",
        effective_on=on,
        is_illustration=True,
        by=by,
    )


# --- Places -----------------------------------------------------------------------------------------------------------


def _add_places(committee: Committee, by: Viewer) -> Places:
    made: dict[str, AdminPlace] = {}
    for plan in committee.places:
        made[plan.key] = places.add_place(
            kind=plan.kind, name=plan.name, since=plan.since, superior=made.get(plan.superior), code=plan.code, by=by
        )
    for plan in committee.places:
        if plan.until is not None:
            places.end_place(place=made[plan.key], on=plan.until, successor=made.get(plan.successor), by=by)
    return made


def _places(committee: Committee, step: Step) -> Places:
    """The places of units that a step founds."""
    wanted = {node.place for node in step.found if node.place}
    plans = {(p.name, p.kind, p.since): p.key for p in committee.places if p.key in wanted}
    found = AdminPlace.objects.filter(name__in=[name for name, _, _ in plans]).select_related("superior")
    return {plans[key]: place for place in found if (key := (place.name, place.kind, place.since)) in plans}


def _merger_projects(committee: Committee, by: Viewer) -> None:
    root = Unit.objects.get(ref=committee.ref) if committee.mergers else None
    for plan in committee.mergers:
        offices = [
            places.add_work_unit(kind=kind, name=name, since=committee.world.opening, committee=root, by=by)
            for kind, name in (
                (WorkUnitKind.PARTY_BOARD, plan.party_board),
                (WorkUnitKind.STATE_OFFICE, plan.state_office),
            )
        ]
        (day, status), *later = plan.statuses
        project = projects.start_merger_project(
            unit=root, party_board=offices[0], state_office=offices[1], on=day, status=status, by=by
        )
        for day, status in later:
            projects.set_project_status(project=project, status=status, on=day, by=by)
