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


def workbook(inspection: Inspection, sheets: dict[str, Facts]) -> io.BytesIO:
    """The workbook with nothing but their beginning in these sheets.

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
                    archive.writestr(member, sheets[name].opening)
    except (zipfile.BadZipFile, NotImplementedError, KeyError, ValueError, OSError) as error:
        raise sentences.broken() from error
    copy.seek(0)
    return copy
