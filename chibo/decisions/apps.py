from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "chibo.decisions"
    label = "decisions"
    verbose_name = "Quyết định"
