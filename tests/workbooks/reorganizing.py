"""``python -m tests.workbooks.reorganizing A B …``: merges cell B into cell A, and so on, in one process of its own."""

import sys
from datetime import date


def main(refs: list[str]) -> None:
    import django

    django.setup()
    from chibo.kernel.viewer import System
    from chibo.org import actions, queries

    on = date(2025, 7, 1)
    for into, away in zip(refs[::2], refs[1::2], strict=True):
        units = [queries.by_ref(ref, on=on) for ref in (into, away)]
        actions.merge_into(units=[units[1]], into=units[0], on=on, by=System("test"))


if __name__ == "__main__":
    main(sys.argv[1:])
