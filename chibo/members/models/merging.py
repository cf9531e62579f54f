"""Two records of one human being, made one."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from chibo.kernel.ids import uuid7
from chibo.members.models.truth import Person

MERGE = "members.merge.numbers"


class Merge(models.Model):
    """``other`` was merged into ``kept``, with all that is needed to take it back.

    ``before`` holds what was rewritten, ``after`` what the kept record was told to be: where it is something else today,
    something stands on the merge. The numbers of both are ciphertext.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    other = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="merge")
    on = models.DateField("ngày gộp")
    reason = models.CharField("lý do", max_length=2000)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    numbers_sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.other_id} → {self.kept_id}"
