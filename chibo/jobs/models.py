"""Jobs."""

from django.db import models

from chibo.kernel.ids import uuid7


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", "Đang chờ"
    RUNNING = "running", "Đang chạy"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Bị lỗi"
    CANCELLED = "cancelled", "Đã dừng"


class Job(models.Model):
    """One piece of long work.

    :ivar checkpoint: how far it got, so that another process can go on
    :ivar attempts: how many runs there were; a run may write only while this is its own number
    :ivar lost: how often its process died since somebody last told it to run
    :ivar task: its place in the queue; empty for work a command does by itself
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField("loại", max_length=60)
    title = models.CharField("việc", max_length=200)
    owner = models.CharField("người giao", max_length=80)
    owner_label = models.CharField("người giao", max_length=200)
    state = models.CharField("trạng thái", max_length=10, choices=State.choices, default=State.WAITING)
    done = models.BigIntegerField("đã làm", default=0)
    total = models.BigIntegerField("tổng số", default=0)
    message = models.CharField("đang làm", max_length=300, blank=True)
    attempts = models.PositiveIntegerField("số lần chạy", default=0)
    lost = models.PositiveIntegerField("số lần đứt", default=0)
    cancel_requested = models.BooleanField("đã yêu cầu dừng", default=False)
    checkpoint = models.JSONField(default=dict)
    task = models.CharField(max_length=64, blank=True)
    result = models.ForeignKey("files.StoredFile", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField("ngày giao")
    started_at = models.DateTimeField("ngày bắt đầu", null=True)
    heartbeat = models.DateTimeField("lần báo cuối", null=True)
    ended_at = models.DateTimeField("ngày kết thúc", null=True)

    class Meta:
        verbose_name = "Việc"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["owner", "-id"], name="jobs_of_owner"),
            models.Index(fields=["id"], name="jobs_open", condition=models.Q(state__in=["waiting", "running"])),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(done__gte=0) & models.Q(total__gte=0), name="jobs_progress"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="jobs_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int:
        """Whole percent done, 0 to 100."""
        if self.state == State.DONE:
            return 100
        return min(100 * self.done // self.total, 100) if self.total else 0

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in (State.WAITING, State.RUNNING)
