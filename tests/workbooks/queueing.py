"""``python -m tests.workbooks.queueing FILE``: everything up to the last button; the worker shall write it."""

import sys
from datetime import date
from pathlib import Path

from tests.workbooks import long


def main(file: Path) -> None:
    import django

    django.setup()
    from chibo.access import actions as access
    from chibo.access.queries import AccountViewer
    from chibo.accounts.models import Account
    from chibo.exchange import actions, queries
    from chibo.exchange.rules import kinds
    from chibo.kernel.clock import today
    from chibo.kernel.viewer import System

    place = kinds.place_of(long.ROOT, long.DAY)
    account = Account.objects.create(username="lan", display_name="Lan")
    access.grant(account=account, role="ban_to_chuc", unit=place.unit, since=date(2020, 1, 1), by=System("test"))
    by = AccountViewer(account, on=today())
    batch = actions.receive(name=file.name, content=file.read_bytes(), kind="members", place=place, on=long.DAY, by=by)
    guess, sheet = actions.propose(batch), queries.sheet_of(batch)["name"]
    actions.map_columns(batch, sheet=sheet, header_row=guess.header_row, mapping=guess.mapping, by=by)
    actions.check(batch, by=by)
    actions.request(batch, "write", by=by, only_good=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
