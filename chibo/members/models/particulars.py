"""What is known of some people beside their record: other names, the papers of card and identity before today's."""

from django.db import models

from chibo.kernel import secrets
from chibo.members.models.truth import Person

OLD_CARD = "members.particulars.old_card"
OLD_NATIONAL_ID = "members.particulars.old_national_id"


class Particulars(models.Model):
    """Kept only where something is known. Numbers are ciphertext with a blind index, which need not be unique: the older
    numbers were given by provinces and repeat.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="particulars")
    other_name = models.CharField("tên khác", max_length=100, blank=True, default="")
    card_issued_on = models.DateField("ngày cấp thẻ đảng viên", null=True, blank=True)
    card_issued_by = models.CharField("nơi cấp thẻ đảng viên", max_length=200, blank=True, default="")
    old_card_sealed = models.BinaryField(null=True, blank=True)
    old_card_index = models.BinaryField(null=True, blank=True)
    old_national_id_sealed = models.BinaryField(null=True, blank=True)
    old_national_id_index = models.BinaryField(null=True, blank=True)
    deletion_proposal = models.CharField("đề nghị xóa", max_length=500, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["old_card_index"], name="particulars_old_card"),
            models.Index(fields=["old_national_id_index"], name="particulars_old_id"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def old_card(self) -> str:
        """The number of the card under Quy định 85 in clear; the caller has checked the entitlement and logs the reading."""
        return secrets.unseal(self.old_card_sealed, purpose=OLD_CARD) if self.old_card_sealed else ""

    @property
    def old_national_id(self) -> str:
        """The number of the identity card (CMND) in clear; as :attr:`old_card`."""
        return (
            secrets.unseal(self.old_national_id_sealed, purpose=OLD_NATIONAL_ID) if self.old_national_id_sealed else ""
        )
