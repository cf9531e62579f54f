"""Entries of the journal, the keys of their sensitive parts, and the seals that chain them."""

from django.db import models

from chibo.kernel.ids import uuid7

REFERENCE_LENGTH = 80


class Entry(models.Model):
    """One thing done. Rows are only ever added; the database refuses to change or delete them."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    at = models.DateTimeField()
    what = models.CharField(max_length=80)
    subject = models.CharField(max_length=REFERENCE_LENGTH)
    label = models.CharField(max_length=400)
    place = models.CharField(max_length=REFERENCE_LENGTH, blank=True)
    on = models.DateField()
    actor = models.CharField(max_length=REFERENCE_LENGTH)
    actor_label = models.CharField(max_length=200)
    because = models.CharField(max_length=REFERENCE_LENGTH, blank=True)
    because_label = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    sensitive = models.BinaryField(null=True)
    count = models.IntegerField(default=1)
    subjects_digest = models.BinaryField(max_length=32, default=b"")

    class Meta:
        verbose_name = "Dòng nhật ký"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject", "id"], name="journal_entry_subject"),
            models.Index(fields=["place", "id"], name="journal_entry_place"),
            models.Index(fields=["actor", "id"], name="journal_entry_actor"),
            models.Index(fields=["because", "id"], name="journal_entry_because", condition=~models.Q(because="")),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(count__gte=0), name="journal_entry_count")]

    def __str__(self) -> str:
        return self.label


class EntrySubject(models.Model):
    """One of the many things an entry of a bulk action was done to. Rows are only ever added."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="subject_rows", db_index=False)
    subject = models.CharField(max_length=REFERENCE_LENGTH)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "entry"], name="journal_subject"),
            models.Index(fields=["entry"], name="journal_subject_entry"),
        ]

    def __str__(self) -> str:
        return self.subject


class PersonKey(models.Model):
    """The key that opens the sensitive parts of one subject's entries; erasure destroys it and keeps the row."""

    subject = models.CharField(max_length=REFERENCE_LENGTH, unique=True)
    sealed_key = models.BinaryField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.subject


class Seal(models.Model):
    """A batch of entries chained to the batch before: hash over their ciphertext and the previous hash."""

    first = models.BigIntegerField()
    last = models.BigIntegerField(unique=True)
    count = models.IntegerField()
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="journal_seal_range"),
        ]

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"
