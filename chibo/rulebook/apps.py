from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "chibo.rulebook"
    label = "rulebook"
    verbose_name = "Quy định và tham số"
