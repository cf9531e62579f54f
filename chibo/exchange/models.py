"""Batches of rows on their way in, what becomes of each, and what an office said before."""

from django.db import models

from chibo.exchange.vocabulary import BatchState, Outcome
from chibo.kernel.ids import uuid7


class Batch(models.Model):
    """One workbook of one kind, brought in for one unit. Its rows are counted, never stored as a number."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField("loại", max_length=40)
    place = models.CharField("đơn vị", max_length=80)
    place_label = models.CharField("đơn vị", max_length=300)
    on = models.DateField("số liệu đến ngày")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    looked = models.JSONField(default=dict)
    """What was seen before reading: sheets with their first rows (encrypted, for they hold numbers of people), notes."""
    sheet = models.CharField("trang tính", max_length=200, blank=True)
    header_row = models.PositiveIntegerField("dòng tiêu đề", default=0)
    mapping = models.JSONField(default=dict)
    """Field → position of the column, from 0."""
    options = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    questions = models.JSONField(default=list)
    """What is asked about whole columns before any row can be judged: how days are written."""
    notes = models.JSONField(default=list)
    """Sentences about the reading: what was repaired, converted, left out."""
    state = models.CharField("tình trạng", max_length=10, choices=BatchState, default=BatchState.RECEIVED)
    journal_mark = models.BigIntegerField(default=0)
    """The last entry of the journal when the rows were checked: later ones may have changed the answer."""
    digest = models.CharField(max_length=64, blank=True)
    """Of all that was decided about the rows, to see whether a second check decides the same."""
    owner = models.CharField("người nhập", max_length=80)
    owner_label = models.CharField("người nhập", max_length=200)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField("ngày nhận")
    written_at = models.DateTimeField("ngày ghi", null=True)
    undone_at = models.DateTimeField("ngày hoàn tác", null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["place", "-id"], name="exchange_batch_place"),
            models.Index(fields=["owner", "-id"], name="exchange_batch_owner"),
        ]

    def __str__(self) -> str:
        return self.file.name

    @property
    def reference(self) -> str:
        """The batch as the journal refers to it."""
        return f"batch:{self.uid}"


class Chunk(models.Model):
    """Some rows of a batch: what they say and what writing them did, encrypted, for they hold numbers of people."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="chunks", db_index=False)
    number = models.PositiveIntegerField()
    rows = models.BinaryField()
    """What was decided about each row."""
    data = models.BinaryField(null=True)
    """What writing them needs; gone once they are written."""
    traces = models.BinaryField(null=True)
    is_written = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="exchange_chunk_number")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"


class BatchRow(models.Model):
    """What becomes of one row of the workbook."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows", db_index=False)
    chunk = models.PositiveIntegerField()
    number = models.PositiveIntegerField("dòng")
    outcome = models.CharField("kết quả", max_length=7, choices=Outcome)
    ask_key = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["batch", "outcome", "number"], name="exchange_row_outcome")]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"


class Habit(models.Model):
    """What an office said before: the columns of a sheet with these headings, or the answer to a question."""

    place = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    value = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "kind", "key"], name="exchange_habit_key")]

    def __str__(self) -> str:
        return f"{self.place} {self.kind} {self.key}"
