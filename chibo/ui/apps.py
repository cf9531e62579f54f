from django.apps import AppConfig


class UiConfig(AppConfig):
    """Components and theme."""

    name = "chibo.ui"
    label = "ui"
    verbose_name = "Giao diện"
