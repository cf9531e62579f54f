from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "chibo.journal"
    label = "journal"
    verbose_name = "Nhật ký"
