"""The source of members, targets, what is on record about admissions and probations."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from chibo.admission.vocabulary import (
    ClassResult,
    Introducer,
    LeftReason,
    ProbationResult,
    ProspectState,
    Schooling,
    SpecialKind,
)
from chibo.kernel import secrets
from chibo.kernel.days import FOREVER, Precision, show_day
from chibo.kernel.ids import uuid7
from chibo.members.models.truth import NATIONAL_ID
from chibo.members.vocabulary import ETHNICITIES, Occupation, Qualification, Religion, Sex


class Prospect(models.Model):
    """A quần chúng ưu tú whom a cell follows. ``unit`` is the cell of the latest stay.

    :ivar person: of somebody who is on record already (kết nạp lại), or since the ceremony
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    full_name = models.CharField("họ và tên", max_length=100)
    name_key = models.CharField(max_length=200)
    folded = models.CharField(max_length=100)
    born_on = models.DateField("ngày sinh")
    born_precision = models.CharField(max_length=5, default=Precision.DAY)
    sex = models.CharField("giới tính", max_length=4, choices=Sex, blank=True, default="")
    ethnicity = models.CharField("dân tộc", max_length=3, choices=ETHNICITIES, blank=True, default="")
    religion = models.CharField("tôn giáo", max_length=12, choices=Religion, blank=True, default="")
    occupation = models.CharField("nghề nghiệp", max_length=20, choices=Occupation, blank=True, default="")
    qualification = models.CharField(
        "trình độ chuyên môn", max_length=12, choices=Qualification, blank=True, default=""
    )
    schooling = models.CharField("học vấn phổ thông", max_length=12, choices=Schooling, blank=True, default="")
    residence = models.CharField("nơi ở", max_length=400, blank=True, default="")
    workplace = models.CharField("nơi làm việc, học tập", max_length=200, blank=True, default="")
    in_youth_union = models.BooleanField("đang sinh hoạt Đoàn", default=False)
    broke_population_policy = models.BooleanField("vi phạm chính sách dân số", default=False)
    introduced_by = models.CharField("tổ chức giới thiệu", max_length=16, choices=Introducer)
    introducer_name = models.CharField("tên tổ chức giới thiệu", max_length=200, blank=True, default="")
    national_id_sealed = models.BinaryField(null=True, blank=True)
    national_id_index = models.BinaryField(null=True, blank=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="prospects", db_index=False)
    follower = models.ForeignKey(
        "members.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="prospects_followed"
    )
    person = models.ForeignKey(
        "members.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="prospects"
    )
    listed_on = models.DateField("ngày đưa vào nguồn")
    state = models.CharField("trạng thái", max_length=8, choices=ProspectState, default=ProspectState.LISTED)
    closed_on = models.DateField("ngày kết nạp hoặc ra khỏi nguồn", default=FOREVER)
    left_reason = models.CharField("lý do", max_length=20, choices=LeftReason, blank=True, default="")
    note = models.CharField("ghi chú", max_length=500, blank=True, default="")
    is_illustration = models.BooleanField(default=False)

    class Meta:
        verbose_name = "quần chúng ưu tú"
        constraints = [
            models.CheckConstraint(condition=Q(closed_on__gte=F("listed_on")), name="prospect_closed_after_listed"),
            models.UniqueConstraint(
                fields=["national_id_index"], condition=Q(state="listed"), name="prospect_listed_once"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "name_key"], name="prospect_unit"),
            models.Index(fields=["folded", "born_on"], name="prospect_folded"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("admission:prospect", args=[self.uid])

    @property
    def reference(self) -> str:
        """How the journal and the cases name it."""
        return f"prospect:{self.uid}"

    @property
    def is_listed(self) -> bool:
        """Whether the cell still follows this person."""
        return self.state == ProspectState.LISTED

    @property
    def national_id(self) -> str:
        """The personal number in clear; the caller has checked the entitlement and logs the reading."""
        return secrets.unseal(self.national_id_sealed, purpose=NATIONAL_ID) if self.national_id_sealed else ""


class ProspectStay(models.Model):
    """A prospect hangs on a cell while ``since <= day < until``.

    :ivar org_event: the reorganization that brought the prospect there
    """

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="stays", db_index=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    since = models.DateField()
    until = models.DateField(default=FOREVER)
    org_event = models.ForeignKey("org.OrgEvent", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="prospectstay_period")]
        indexes = [
            models.Index(fields=["prospect", "since"], name="prospectstay_prospect"),
            models.Index(fields=["unit", "until", "since"], name="prospectstay_unit"),
        ]


class ClassCertificate(models.Model):
    """Giấy chứng nhận học lớp nhận thức về Đảng; valid to the end of ``expires_on`` by the rule of its day."""

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="certificates", db_index=False)
    number = models.CharField("số giấy chứng nhận", max_length=60)
    issued_on = models.DateField("ngày cấp")
    issuer = models.CharField("nơi cấp", max_length=200, blank=True, default="")
    expires_on = models.DateField("hết hạn", default=FOREVER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prospect", "number", "issued_on"], name="classcertificate_once"),
            models.CheckConstraint(condition=Q(expires_on__gte=F("issued_on")), name="classcertificate_period"),
        ]
        indexes = [
            models.Index(fields=["prospect", "expires_on"], name="classcertificate_prospect"),
            models.Index(fields=["expires_on"], name="classcertificate_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.number} ngày {show_day(self.issued_on)}"

    def is_valid(self, on: date) -> bool:
        """Whether it is in force on the day."""
        return self.issued_on <= on <= self.expires_on


class AdmissionTarget(models.Model):
    """How many admissions a unit was told to reach in a year; an adjustment is a new version. The latest is open."""

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="admission_targets", db_index=False)
    year = models.PositiveSmallIntegerField("năm")
    version = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveIntegerField("chỉ tiêu")
    since = models.DateField("từ ngày")
    until = models.DateField(default=FOREVER)
    reason = models.CharField("lý do điều chỉnh", max_length=500, blank=True, default="")
    decision = models.ForeignKey(
        "decisions.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_illustration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "version"], name="admissiontarget_version"),
            models.UniqueConstraint(
                fields=["unit", "year"], condition=Q(until=FOREVER), name="admissiontarget_one_standing"
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="admissiontarget_period"),
        ]
        indexes = [models.Index(fields=["year", "unit"], name="admissiontarget_year")]

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"admissiontarget:{self.pk}"


class CalendarYear(models.Model):
    """The years of the calendar, so that units and years can be crossed in one question."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    first = models.DateField()
    last = models.DateField()


class TargetYear(models.Model):
    """A unit in a year in which it could be given a target: a view over placements, years and standing targets.

    A unit counts by its placement at the year's end; one that ended before, by its last, only if it had a target.
    """

    id = models.BigIntegerField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=32)
    sector = models.CharField(max_length=20)
    name_key = models.CharField(max_length=600)
    year = models.PositiveSmallIntegerField()
    first = models.DateField()
    last = models.DateField()
    on = models.DateField()
    """The day of whose tree the unit is laid: the year's last, or its own."""
    target = models.ForeignKey(AdmissionTarget, on_delete=models.DO_NOTHING, null=True, db_constraint=False)
    number = models.PositiveIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "admission_targetyear"


class AdmissionFact(models.Model):
    """That an admission was of a special kind, and the consent it rests on.

    :ivar event: the admission or readmission
    :ivar consent: the document of consent, where it is on record as a decision
    """

    event = models.ForeignKey(
        "members.MemberEvent", on_delete=models.CASCADE, related_name="admission_facts", db_index=False
    )
    kind = models.CharField("trường hợp", max_length=20, choices=SpecialKind)
    consent = models.ForeignKey("decisions.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    case = models.CharField("hồ sơ", max_length=60, blank=True, default="")
    note = models.CharField("ghi chú", max_length=500, blank=True, default="")
    is_illustration = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "kind"], name="admissionfact_once")]


class Probation(models.Model):
    """What is on record about a probation beside the events of the roll: helper, class, how and when it was decided.

    :ivar event: the admission that began it
    :ivar is_late: whether the chi bộ considered it after the rule's days
    """

    event = models.OneToOneField("members.MemberEvent", on_delete=models.CASCADE, related_name="probation")
    helper = models.ForeignKey(
        "members.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="probations_helped"
    )
    class_result = models.CharField(
        "kết quả lớp đảng viên mới", max_length=12, choices=ClassResult, blank=True, default=""
    )
    class_number = models.CharField("số giấy chứng nhận lớp đảng viên mới", max_length=60, blank=True, default="")
    class_on = models.DateField("ngày cấp", null=True, blank=True)
    considered_on = models.DateField("ngày chi bộ xét", null=True, blank=True)
    result = models.CharField("kết quả xét", max_length=16, choices=ProbationResult, blank=True, default="")
    is_late = models.BooleanField("xét chậm", default=False)
    case = models.CharField("hồ sơ", max_length=60, blank=True, default="")
    is_illustration = models.BooleanField(default=False)


class Pipeline(models.Model):
    """Everybody on the way into the Party, dated: a view over prospects' stays and spells on probation.

    :ivar subject: how a case names a prospect; empty of those on probation
    """

    id = models.BigIntegerField(primary_key=True)
    subject = models.CharField(max_length=80)
    prospect = models.ForeignKey(
        Prospect, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    person = models.ForeignKey(
        "members.Person", on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    unit = models.ForeignKey("org.Unit", on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    name_key = models.CharField(max_length=200)
    full_name = models.CharField(max_length=100)
    born_on = models.DateField()
    since = models.DateField()
    until = models.DateField()

    class Meta:
        managed = False
        db_table = "admission_pipeline"
