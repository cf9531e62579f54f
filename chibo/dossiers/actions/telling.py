"""How deeds about files stand in the journal, and whose right they need."""

from datetime import date

from chibo.dossiers.rules.capabilities import WRITE
from chibo.journal import actions as journal
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.models import Person
from chibo.org.models import Unit


def reference(person: Person) -> str:
    """The person as the journal refers to it."""
    return f"person:{person.uid}"


def cell_of(person: Person, *, by: Viewer, capability: str = WRITE) -> Unit:
    """The cell where the person is on the roll or was last, once the viewer is entitled there.

    :raises Refusal: never on a roll
    :raises NotEntitled: it is not the viewer's
    """
    cell = members.last_cell(person)
    if cell is None:
        raise Refusal(
            f"Đồng chí {person.full_name} chưa có tên trong danh sách của chi bộ nào, nên chưa có hồ sơ đảng viên. Hãy ghi "
            "việc kết nạp hoặc chuyển đến trước.",
            code="no_file",
        )
    by.must(capability, cell)
    return cell


def tell(what: str, person: Person, cell: Unit, *, label: str, on: date, by: Viewer, **more: object) -> None:
    """Put a deed about one person's file into the journal."""
    journal.record(
        f"dossiers.{what}", subject=reference(person), label=label, place=cell.reference, on=on, by=by, **more
    )
