from django.apps import AppConfig


class OwnConfig(AppConfig):
    name = "chibo.own"
    label = "own"
    verbose_name = "Hồ sơ của tôi"
