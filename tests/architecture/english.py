"""English words that a page in Vietnamese never shows."""

import re

ENGLISH = """
    about access account add address admin all and annotation apply archive are back before bad browse button cancel change
    chart choose clear click close code confirm continue count create current data date day default delete description detail
    details disabled done down download edit empty enabled end enter error export failed false field figure file filter find
    first for forbidden forgot from go here hide history home import in info input invalid item items last less link list
    loading login logout manage member members menu missing month more move name new next no none not notice of off ok old on
    open optional or order other page password people period please present preview previous print profile read refresh remove
    report request required reset result results return role rows save search select send server settings show sign sort
    start state status submit success table text the this title to today total translated true type undo unit unknown until
    update upload user username value view warning welcome what when where which with year yes you your
""".split()  # fmt: skip
BOTH = {"in", "to", "an", "no", "on", "do", "go", "or", "for", "chi", "ban", "so", "can", "the", "data", "all"}
"""Words of both languages, or parts of names (CSV, Excel): told apart by the words beside them only."""
STOP = frozenset(ENGLISH) - BOTH
WORD = re.compile(r"[A-Za-zÀ-ỹ]+")
KEYS = re.compile(r"\b(Ctrl|Alt|Shift)\+\w+")
"""Keys are called by what stands on them."""


def english_in(text):
    """English words of the list in a text."""
    return sorted({word for word in WORD.findall(KEYS.sub("", text)) if word.lower() in STOP})
