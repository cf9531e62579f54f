"""People, their attributes over time, and the events of their membership: the truth."""

from django.db import models
from django.db.models import F, Q

from chibo.kernel import secrets
from chibo.kernel.days import FOREVER, Precision
from chibo.kernel.ids import uuid7
from chibo.members.vocabulary import (
    ATTRIBUTE_LABELS,
    PLACES,
    Cause,
    EventState,
    Ground,
    Status,
    TransferKind,
    place_shown,
)

NATIONAL_ID = "members.person.national_id"
CARD = "members.person.card"


def known(field: str) -> Q:
    """The rows in which a field says something."""
    return Q(**{f"{field}__isnull": False})


class Person(models.Model):
    """A human being. Numbers of identity are ciphertext with a blind index; everything that changes is an attribute."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    full_name = models.CharField("họ và tên", max_length=100)
    name_key = models.CharField(max_length=200)
    folded = models.CharField(max_length=100)
    born_on = models.DateField("ngày sinh")
    born_precision = models.CharField(max_length=5, default=Precision.DAY)
    national_id_sealed = models.BinaryField(null=True, blank=True)
    national_id_index = models.BinaryField(null=True, blank=True, unique=True)
    card_sealed = models.BinaryField(null=True, blank=True)
    card_index = models.BinaryField(null=True, blank=True, unique=True)
    is_illustration = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """The record that goes on for this one (:class:`~chibo.members.models.merging.Merge`); its events stand there."""

    class Meta:
        indexes = [
            models.Index(fields=["folded", "born_on"], name="person_folded"),
            models.Index(fields=["name_key", "id"], name="person_name"),
            models.Index(fields=["merged_into"], name="person_merged", condition=Q(merged_into__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def national_id(self) -> str:
        """The personal number in clear; the caller has checked the entitlement and logs the reading."""
        return secrets.unseal(self.national_id_sealed, purpose=NATIONAL_ID) if self.national_id_sealed else ""

    @property
    def card(self) -> str:
        """The number of the membership card in clear; as :attr:`national_id`."""
        return secrets.unseal(self.card_sealed, purpose=CARD) if self.card_sealed else ""


class Attribute(models.Model):
    """A value of a person while ``since <= day < until`` (``vocabulary.ATTRIBUTES``)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="attributes", db_index=False)
    name = models.CharField(max_length=20)
    value = models.CharField(max_length=400)
    since = models.DateField()
    since_precision = models.CharField(max_length=5, default=Precision.DAY)
    until = models.DateField(default=FOREVER)
    source = models.CharField("căn cứ", max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "name", "since"], name="attribute_one_per_day"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="attribute_until_after_since"),
        ]
        # Whose activity was ever interrupted or suspended: few, found without going through everybody's attributes.
        indexes = [models.Index(fields=["value", "person"], name="attribute_activity", condition=Q(name="activity"))]

    @property
    def shown(self) -> str:
        """The value in words."""
        if self.name in PLACES:
            return place_shown(self.value)
        return ATTRIBUTE_LABELS.get(self.name, {}).get(self.value, self.value)


class MemberEvent(models.Model):
    """Something that moved a person onto, along or off the roll, or changed the standing.

    ``on`` is the day that counts: ceremony, receipt, death, effect. ``cell`` is where the person is from that day
    (entries, transfers received, temporary activity), ``from_cell`` where the person was.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="events", db_index=False)
    cause = models.CharField(max_length=16, choices=Cause)
    state = models.CharField(max_length=9, choices=EventState, default=EventState.STANDING)
    on = models.DateField()
    on_precision = models.CharField(max_length=5, default=Precision.DAY)
    cell = models.ForeignKey("org.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_cell = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    status = models.CharField("tư cách", max_length=12, choices=Status, blank=True, default="")
    party_since = models.DateField("ngày vào Đảng", null=True, blank=True)
    official_since = models.DateField("ngày chính thức", null=True, blank=True)
    """Known at an opening: since when an official member has been one."""
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    decision = models.ForeignKey(
        "decisions.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    org_event = models.ForeignKey(
        "org.OrgEvent", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    ground = models.CharField(max_length=20, choices=Ground, blank=True, default="")
    transfer_kind = models.CharField(max_length=10, choices=TransferKind, blank=True, default="")
    other_place = models.CharField("nơi ngoài hệ thống", max_length=200, blank=True, default="")
    sent_on = models.DateField("ngày giới thiệu", null=True, blank=True)
    due_on = models.DateField("hạn nộp giấy giới thiệu", null=True, blank=True)
    presented_on = models.DateField("ngày nộp giấy giới thiệu", null=True, blank=True)
    received_on = models.DateField("ngày tiếp nhận", null=True, blank=True)
    reported_on = models.DateField("ngày báo lại nơi đi", null=True, blank=True)
    reverses = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by", db_index=False
    )
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["person", "on", "id"], name="memberevent_person"),
            # Few events have these: an index of all the others would cost every load its time.
            models.Index(fields=["org_event", "person"], name="memberevent_org_event", condition=known("org_event")),
            models.Index(fields=["from_cell"], name="memberevent_from", condition=known("from_cell")),
            models.Index(fields=["decision"], name="memberevent_decision", condition=known("decision")),
            models.Index(fields=["reverses"], name="memberevent_reverses", condition=known("reverses")),
            models.Index(fields=["state", "from_cell"], name="memberevent_pending"),
            models.Index(fields=["on", "cause"], name="memberevent_on"),
        ]
