from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "chibo.papers"
    label = "papers"
    verbose_name = "Văn bản"
