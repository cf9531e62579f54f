"""The application of the catalogue."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "chibo.catalogue"
    label = "catalogue"
    verbose_name = "Danh mục chỉ tiêu"
