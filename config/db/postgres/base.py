"""Django's PostgreSQL backend, with one demand on the database: its texts are ordered by code point, as in SQLite.

Stored sort keys carry the Vietnamese order, and lists are cut into pages by comparing them: another collation would
order them differently on the two databases.
"""

from django.core import checks
from django.db.backends.base.validation import BaseDatabaseValidation
from django.db.backends.postgresql import base as _base

MAKE = "createdb --template=template0 --encoding=UTF8 --lc-collate=C --lc-ctype=C.UTF-8"


class DatabaseValidation(BaseDatabaseValidation):
    """Says so when the database was created with another collation."""

    def check(self, **kwargs):
        """One error for a collation that is not by code point, else nothing."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT 'B' < 'a' AND 'z' < 'đ'")
            (by_code_point,) = cursor.fetchone()
        if by_code_point:
            return []
        return [
            checks.Error(
                "Cơ sở dữ liệu không sắp xếp chữ theo mã ký tự: danh sách sẽ không đúng thứ tự.",
                hint=f"Tạo lại bằng: {MAKE} TÊN",
                id="chibo.E001",
            )
        ]


class DatabaseWrapper(_base.DatabaseWrapper):
    """PostgreSQL whose collation is checked."""

    validation_class = DatabaseValidation
