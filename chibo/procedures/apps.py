from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "chibo.procedures"
    label = "procedures"
    verbose_name = "Quy trình"
