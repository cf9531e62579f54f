from django.apps import AppConfig


class TablesConfig(AppConfig):
    """Lists on the screen, on paper and in files."""

    name = "chibo.tables"
    label = "tables"
    verbose_name = "Danh sách"
