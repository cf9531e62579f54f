from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "chibo.files"
    label = "files"
    verbose_name = "Tệp"
