"""Addresses of the catalogue: its contents, statistics by unit, figures and their lists."""

from django.urls import path

from chibo.catalogue.views import figure, index, rows, statistics

app_name = "catalogue"
urlpatterns = [
    path("", index.index, name="index"),
    path("bang/", statistics.statistics, name="statistics"),
    path("<str:code>/", figure.figure, name="figure"),
    path("<str:code>/danh-sach/", rows.rows, name="rows"),
]
