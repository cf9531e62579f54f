"""The application of claims."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "chibo.claims"
    label = "claims"
    verbose_name = "Đối chiếu"
