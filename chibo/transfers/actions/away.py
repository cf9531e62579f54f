"""Members away: leaving, keeping in touch, coming back, and corrections of what was entered wrongly."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.models import Person
from chibo.org.models import Unit
from chibo.transfers.models import ContactLog, MobileSpell
from chibo.transfers.rules import away as checks
from chibo.transfers.rules import capabilities
from chibo.transfers.rules.contact import next_due
from chibo.transfers.vocabulary import RecordState, Regime


def _cell(person: Person) -> Unit | None:
    return members.last_cell(person)


@transaction.atomic
def go_away(
    person: Person,
    *,
    since: date,
    place: str,
    reason: str,
    on: date,
    by: Viewer,
    country: str = "",
    regime: str = Regime.MONTHLY,
    expected_on: date | None = None,
    note: str = "",
    is_illustration: bool = False,
) -> MobileSpell:
    """Ghi đi làm xa: the person stays on the roll of the cell, which keeps in touch.

    :raises Refusal: not on a roll that day, away already, a day or value that is not possible
    """
    by.must(capabilities.KEEP, _cell(person))
    facts = checks.clean_facts(place=place, country=country, reason=reason, regime=regime, note=note)
    checks.check_days(since, FOREVER, expected_on)
    if members.stay_on(person, on=since) is None:
        raise Refusal(
            f"Đồng chí {person.full_name} không có tên trong danh sách đảng viên ngày {show_day(since)}. "
            "Hãy xem lại ngày đi.",
            field="since",
            code="not_member",
        )
    _alone(person, since, FOREVER)
    spell = MobileSpell.objects.create(
        person=person, since=since, expected_on=expected_on, is_illustration=is_illustration, **facts
    )
    _set_due(spell)
    _tell("transfers.away", spell, f"Đi làm xa: đồng chí {person.full_name}", on=on, by=by, after=_facts(spell))
    return spell


@transaction.atomic
def come_back(spell: MobileSpell, *, until: date, on: date, by: Viewer) -> None:
    """Ghi đã về: from the day on the member is no longer away.

    :raises Refusal: already back, or before having left
    """
    spell = _held(spell, by)
    if not spell.is_open:
        raise Refusal(f"Đã ghi về ngày {show_day(spell.until)}. Không cần ghi lại.", code="back")
    checks.check_days(spell.since, until, None)
    spell.until = until
    spell.save(update_fields=["until"])
    _set_due(spell)
    _tell("transfers.back", spell, f"Đã về: đồng chí {spell.person.full_name}", on=on, by=by, after={"until": until})


@transaction.atomic
def correct_away(spell: MobileSpell, *, reason: str, on: date, by: Viewer, **facts: object) -> None:
    """Sửa sai: what was entered wrongly; the old values stay in the journal.

    :param facts: any of ``place country reason_away regime note since until expected_on``
    :raises Refusal: no reason given, or what it would be is not possible
    """
    spell = _held(spell, by)
    _must_say_why(reason)
    before = _facts(spell)
    words = {name: str(facts.get(name, getattr(spell, name))) for name in ("place", "country", "regime", "note")}
    clean = checks.clean_facts(reason=str(facts.get("reason_away", spell.reason)), **words)
    for name, value in clean.items():
        setattr(spell, name, value)
    for name in ("since", "until", "expected_on"):
        setattr(spell, name, facts.get(name, getattr(spell, name)))
    checks.check_days(spell.since, spell.until, spell.expected_on)
    _alone(spell.person, spell.since, spell.until, but=spell)
    spell.save()
    _set_due(spell)
    _tell(
        "transfers.away_corrected",
        spell,
        f"Sửa ghi nhận đi làm xa: đồng chí {spell.person.full_name}",
        on=on,
        by=by,
        reason=reason,
        before=before,
        after=_facts(spell),
    )


@transaction.atomic
def annul_away(spell: MobileSpell, *, reason: str, on: date, by: Viewer) -> None:
    """Hủy ghi nhận: entered by mistake; it leaves every list and figure.

    :raises Refusal: no reason given
    """
    spell = _held(spell, by)
    _must_say_why(reason)
    spell.state = RecordState.ANNULLED
    spell.save(update_fields=["state"])
    _set_due(spell)
    label = f"Hủy ghi nhận đi làm xa: đồng chí {spell.person.full_name}"
    _tell("transfers.away_annulled", spell, label, on=on, by=by, reason=reason, before=_facts(spell))


@transaction.atomic
def log_contact(
    spell: MobileSpell, *, on: date, means: str, by_whom: str, today: date, by: Viewer, note: str = ""
) -> ContactLog:
    """Ghi liên lạc: that the cell and the member were in touch on a day.

    :raises Refusal: outside of the time away, not yet come, or nobody named
    """
    spell = _held(spell, by)
    name = checks.check_contact(on, spell.since, spell.until, today, means, by_whom)
    contact = ContactLog.objects.create(spell=spell, on=on, means=means, by_whom=name, note=note.strip()[:500])
    _set_due(spell)
    label = f"Liên lạc với đồng chí {spell.person.full_name} đang đi xa"
    after = {"contact": str(contact.uid), "means": means, "by_whom": name}
    _tell("transfers.contact", spell, label, on=on, by=by, after=after)
    return contact


@transaction.atomic
def annul_contact(contact: ContactLog, *, reason: str, on: date, by: Viewer) -> None:
    """Hủy lần liên lạc ghi nhầm.

    :raises Refusal: no reason given, annulled already
    """
    spell = _held(contact.spell, by)
    _must_say_why(reason)
    if contact.state == RecordState.ANNULLED:
        raise Refusal("Lần liên lạc này đã được hủy. Không cần làm gì thêm.", code="annulled")
    contact.state = RecordState.ANNULLED
    contact.save(update_fields=["state"])
    _set_due(spell)
    label = f"Hủy lần liên lạc với đồng chí {spell.person.full_name}"
    before = {"contact": str(contact.uid), "on": contact.on, "means": contact.means}
    _tell("transfers.contact_annulled", spell, label, on=on, by=by, reason=reason, before=before)


@transaction.atomic
def load_away(rows: Sequence[tuple[MobileSpell, Sequence[ContactLog]]], *, at: Unit, on: date, by: Viewer) -> int:
    """Load members away with their contacts, as unsaved rows; one entry of the journal.

    :raises Refusal: one of them is not possible; nothing is kept then
    """
    by.must(capabilities.OFFICE, at)
    for spell, contacts in rows:
        checks.check_days(spell.since, spell.until, spell.expected_on)
        for one in contacts:
            checks.check_contact(one.on, spell.since, spell.until, on, one.means, one.by_whom)
        last = max((one.on for one in contacts), default=spell.since)
        spell.contact_due_on = next_due(last, spell.regime) if spell.is_open else FOREVER
    MobileSpell.objects.bulk_create([spell for spell, _ in rows], batch_size=500)
    for spell, contacts in rows:
        for one in contacts:
            one.spell = spell
    ContactLog.objects.bulk_create([one for _, contacts in rows for one in contacts], batch_size=1_000)
    journal.record(
        "transfers.away_loaded", subject=at.reference, label=f"Nạp {len(rows)} đảng viên đi làm xa", place=at.reference,
        on=on, by=by, count=len(rows), after={"rows": len(rows)},
    )  # fmt: skip
    return len(rows)


def _held(spell: MobileSpell, by: Viewer) -> MobileSpell:
    """The row, held until the transaction ends; still counting."""
    by.must(capabilities.KEEP, _cell(spell.person))
    spell = MobileSpell.objects.select_for_update(of=("self",)).select_related("person").get(pk=spell.pk)
    if spell.state == RecordState.ANNULLED:
        raise Refusal("Ghi nhận đi xa này đã được hủy. Hãy ghi lần mới nếu cần.", code="annulled")
    return spell


def _set_due(spell: MobileSpell) -> None:
    """Until when the next contact is due."""
    last = spell.contacts.filter(state=RecordState.STANDING).order_by("-on").values_list("on", flat=True).first()
    waits = spell.is_open and spell.state == RecordState.STANDING
    spell.contact_due_on = next_due(last or spell.since, spell.regime) if waits else FOREVER
    spell.save(update_fields=["contact_due_on"])


def _alone(person: Person, since: date, until: date, but: MobileSpell | None = None) -> None:
    others = MobileSpell.objects.filter(person=person, state=RecordState.STANDING, since__lt=until, until__gt=since)
    other = others.exclude(pk=but.pk if but else None).order_by("since").first()
    if other is not None:
        raise Refusal(
            f"Đồng chí {person.full_name} đã được ghi đi xa từ {show_day(other.since)} ({other.where}). "
            "Hãy ghi ngày về của lần ấy trước.",
            field="since",
            code="away_already",
        )


def _must_say_why(reason: str) -> None:
    if not reason.strip():
        raise Refusal("Cần ghi lý do. Hãy viết ngắn gọn vì sao ghi nhận cũ sai.", field="reason", code="reason")


def _facts(spell: MobileSpell) -> dict[str, object]:
    names = ("place", "country", "reason", "regime", "since", "expected_on", "until", "note")
    return {name: getattr(spell, name) for name in names}


def _tell(what: str, spell: MobileSpell, label: str, *, on: date, by: Viewer, **more: object) -> None:
    cell = _cell(spell.person)
    journal.record(
        what, subject=spell.reference, label=label, place=cell.reference if cell else "", on=on, by=by,
        subjects=[spell.reference, f"person:{spell.person.uid}"], **more,
    )  # fmt: skip
