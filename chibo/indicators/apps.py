"""The application of the engine of figures."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "chibo.indicators"
    label = "indicators"
    verbose_name = "Chỉ tiêu"
