from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "chibo.dossiers"
    label = "dossiers"
    verbose_name = "Hồ sơ đảng viên"
