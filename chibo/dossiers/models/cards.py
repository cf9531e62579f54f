"""What happened to membership cards."""

from django.db import models

from chibo.dossiers.vocabulary import CardDeed
from chibo.kernel import secrets
from chibo.kernel.days import Precision
from chibo.kernel.ids import uuid7

CARD = "dossiers.card.number"


class CardEvent(models.Model):
    """Issued, issued again, changed, lost, returned, checked. The number it is about is ciphertext."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    deed = models.CharField("việc", max_length=8, choices=CardDeed)
    on = models.DateField("ngày")
    on_precision = models.CharField(max_length=5, default=Precision.DAY)
    number_sealed = models.BinaryField(null=True, blank=True)
    issuer = models.CharField("nơi cấp", max_length=200, blank=True, default="")
    decision = models.ForeignKey(
        "decisions.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField("lý do, kết quả", max_length=300, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["person", "on"], name="cardevent_person"),
            models.Index(fields=["deed", "on"], name="cardevent_deed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} ngày {self.on:%d/%m/%Y}"

    @property
    def number(self) -> str:
        """The number in clear; the caller has checked the entitlement and logs the reading."""
        return secrets.unseal(self.number_sealed, purpose=CARD) if self.number_sealed else ""
