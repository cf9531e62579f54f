"""Django's SQLite backend on the SQLite of the ``pysqlite3`` wheel.

SQLite 3.7.0 to 3.51.2 can damage a WAL database when two processes checkpoint; distributions still carry such versions.
Where the wheel does not exist the standard library's SQLite is used, and a check warns when it is too old.
"""

import sys

from django.core import checks
from django.db.backends.base.validation import BaseDatabaseValidation

try:
    import pysqlite3
except ImportError:
    pysqlite3 = None

SAFE_VERSION = (3, 51, 3)

_names = ("sqlite3", "sqlite3.dbapi2")
_standard = {name: sys.modules.get(name) for name in _names}
if pysqlite3 is not None:
    sys.modules["sqlite3"], sys.modules["sqlite3.dbapi2"] = pysqlite3, pysqlite3.dbapi2
try:
    from django.db.backends.sqlite3 import base as _base
finally:
    # Nobody else gets the other module: the standard library stays what it was.
    for _name, _module in _standard.items():
        if _module is None:
            sys.modules.pop(_name, None)
        else:
            sys.modules[_name] = _module

Database = _base.Database


class DatabaseValidation(BaseDatabaseValidation):
    """Says so when the SQLite in use can damage a database."""

    def check(self, **kwargs):
        """One warning for a SQLite that is too old, else nothing."""
        if Database.sqlite_version_info >= SAFE_VERSION:
            return []
        return [
            checks.Warning(
                f"SQLite {Database.sqlite_version} có lỗi có thể làm hỏng tệp dữ liệu ở chế độ WAL.",
                hint="Cài gói pysqlite3, nâng SQLite lên từ 3.51.3, hoặc dùng PostgreSQL.",
                id="chibo.W001",
            )
        ]


class SchemaEditor(_base.DatabaseSchemaEditor):
    """Django changes a table by making it anew under its old name, which SQLite refuses while a view reads it."""

    def _remake_table(self, *args, **kwargs):
        """As Django's; views rest meanwhile."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'")
            views = cursor.fetchall()
        for name, _ in views:
            self.execute(f"DROP VIEW {self.quote_name(name)}")
        super()._remake_table(*args, **kwargs)
        for _, statement in views:
            self.execute(statement)


class DatabaseWrapper(_base.DatabaseWrapper):
    """SQLite 3.51.3 or newer behind Django's own backend."""

    validation_class = DatabaseValidation
    SchemaEditorClass = SchemaEditor
