"""What is known of a kept file. Its content lies encrypted in the folder of files."""

from django.db import models

from chibo.kernel.ids import uuid7


class StoredFile(models.Model):
    """One upload. Equal contents share one encrypted copy under their ``digest``.

    :ivar owner: reference of the viewer who brought it, who may always have it back
    :ivar capability: what any other viewer must hold to download it; empty: nobody else may
    :ivar place: reference of the unit where that must hold; empty: anywhere
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    digest = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    size = models.BigIntegerField()
    owner = models.CharField(max_length=80)
    capability = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=models.Q(size__gte=0), name="files_size")]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"file:{self.uid}"
