"""A workbook whose long sheets end after their first rows: enough to be looked at, and parsed in no time."""

import io
import zipfile

from chibo.exchange.reading import limits, sentences
from chibo.exchange.reading.facts import Facts
from chibo.exchange.reading.scan import Inspection


def openings(inspection: Inspection) -> dict[str, Facts]:
    """Long sheets that can be looked at by their beginning, by name; none where the whole text of a sheet is needed."""
    if inspection.scan.format != "xlsx" or inspection.may_be_old:
        return {}
    return {facts.scan.name: facts for facts in inspection.facts if facts.opening is not None}


def skeleton(inspection: Inspection) -> bytes:
    """The workbook without its sheets, which can be put into it one by one (:func:`with_sheet`).

    :raises Refusal: it is no sound package
    """
    sheets = {member for _, member, _ in inspection.parts}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for member in inspection.package.members:
            folded = member.lower()
            if member not in sheets and folded.endswith((".xml", ".rels")) and "/drawings/" not in folded:
                archive.writestr(member, inspection.package.whole(member, limits.STYLE_BYTES))
    return made.getvalue()


def with_sheet(skeleton: bytes, member: str, content: bytes) -> io.BytesIO:
    """A workbook of one sheet."""
    made = io.BytesIO()
    made.write(skeleton)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(member, content)
    made.seek(0)
    return made


def workbook(inspection: Inspection, sheets: dict[str, bytes]) -> io.BytesIO:
    """The workbook with other content in these sheets, given by their names.

    Behind the scanned file stand the short sheets and a new list of members; everything else is where it was.

    :raises Refusal: it is no sound package
    """
    with open(inspection.path, "rb") as file:
        copy = io.BytesIO(file.read(limits.FILE_BYTES + 1))
    try:
        with zipfile.ZipFile(copy, "a") as archive:
            for name, member, _ in inspection.parts:
                if name in sheets:
                    archive.filelist.remove(archive.NameToInfo.pop(member))
                    archive.writestr(member, sheets[name])
    except (zipfile.BadZipFile, NotImplementedError, KeyError, ValueError, OSError) as error:
        raise sentences.broken() from error
    copy.seek(0)
    return copy
