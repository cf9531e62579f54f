"""The statements behind a call: how many, and how long the database alone takes for them."""

from collections.abc import Callable

from django.db import connection

Statement = tuple[str, object]
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")


def statements_of(call: Callable[[], object]) -> list[Statement]:
    """What a call asks the database, in order, without the bounds of transactions."""
    found: list[Statement] = []

    def keep(execute, sql, params, many, context):
        if not sql.startswith(NOT_COUNTED):
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        call()
    return found


def again(statements: list[Statement]) -> Callable[[], None]:
    """A call that has the database answer the same statements, down to the last row, and does nothing else."""

    def run() -> None:
        with connection.cursor() as cursor:
            for sql, params in statements:
                cursor.execute(sql, params)
                cursor.fetchall()

    return run
