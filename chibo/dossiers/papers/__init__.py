"""What the printed forms of files say; the registers of admissions and of transfers are printed by their own areas."""

from chibo.dossiers.papers.files import contents_list, handover_note, yearly_slip
from chibo.dossiers.papers.registers import (
    card_register,
    deaths,
    handovers,
    leavers,
    loans,
    roll_list,
)

PAPERS = {
    "phieu-bo-sung": yearly_slip,
    "muc-luc-ho-so": contents_list,
    "giao-nhan-ho-so": handover_note,
    "so-the": card_register,
    "so-dang-vien": roll_list,
    "so-ra-dang": leavers,
    "so-tu-tran": deaths,
    "so-giao-nhan": handovers,
    "so-muon": loans,
}
__all__ = ["PAPERS"]
