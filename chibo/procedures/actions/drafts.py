"""Drafts: what was typed into a form and not yet sent, kept for the person who typed it.

No record of anything: a draft counts nowhere, nobody else sees it, and it leaves with the step it was for.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chibo.kernel import clock, secrets
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.procedures.models import Case, Draft
from chibo.procedures.vocabulary import ActKind

SEALED = "procedures.draft"
"""What drafts are encrypted for: answers may be sensitive before they are sent, too."""
LONGEST = 100_000
KEPT_FOR = timedelta(days=60)
ASIDE = (ActKind.MOVED, ActKind.OVERRIDDEN)
"""Acts after which the form of the step is still the same one."""


@dataclass(frozen=True)
class Kept:
    """A draft as it was typed, by the names of the form's fields."""

    values: Mapping[str, str]
    at: datetime


def place_of(case: Case) -> str:
    """The form of the step a case is at; another one once the step was done, returned or taken back."""
    return f"{case.reference}/{case.step}/{sum(act.kind not in ASIDE for act in case.history)}"


def place_of_opening(code: str, subject: str) -> str:
    """The form that opens a case of a procedure about somebody."""
    return f"open:{code}/{subject}"


def keep(place: str, values: Mapping[str, str], *, by: Viewer) -> Kept:
    """Keep what is typed so far, in place of what was kept of this form before.

    :raises Refusal: too long to be a form of ours
    """
    now, text = clock.now(), json.dumps(dict(values))
    if len(text) > LONGEST:
        raise Refusal("Nội dung quá dài nên chưa lưu được bản nháp. Hãy viết gọn lại.", code="draft_too_long")
    Draft.objects.filter(kept_at__lt=now - KEPT_FOR).delete()
    Draft.objects.update_or_create(
        owner=by.reference, place=place, defaults={"sealed": secrets.seal(text, purpose=SEALED), "kept_at": now}
    )
    return Kept(dict(values), now)


def kept(place: str, *, by: Viewer) -> Kept | None:
    """What the viewer kept of a form; None where that is nothing, or long ago."""
    found = Draft.objects.filter(owner=by.reference, place=place, kept_at__gte=clock.now() - KEPT_FOR).first()
    if found is None:
        return None
    return Kept(json.loads(secrets.unseal(bytes(found.sealed), purpose=SEALED)), found.kept_at)


def drop(place: str, *, by: Viewer) -> None:
    """Let go of what the viewer kept of a form."""
    Draft.objects.filter(owner=by.reference, place=place).delete()


def drop_all(case: Case) -> None:
    """Let go of everybody's drafts of a case: it has gone on."""
    Draft.objects.filter(place__startswith=f"{case.reference}/").delete()
