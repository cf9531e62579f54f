"""Addresses take no closing slash; one more does no harm. Whatever else is asked below them is answered in JSON too."""

from django.urls import re_path

from chibo.api import views

app_name = "api"
CODE = r"(?P<code>[^/]{1,40})"
REF = r"(?P<ref>[^/]{1,400})"
urlpatterns = [
    re_path(r"^figures/?$", views.catalogue, name="catalogue"),
    re_path(rf"^figures/{CODE}/rows/?$", views.rows, name="rows"),
    re_path(rf"^figures/{CODE}/?$", views.figure, name="figure"),
    re_path(r"^units/?$", views.units, name="units"),
    re_path(rf"^units/{REF}/?$", views.unit, name="unit"),
    re_path(r"^", views.unknown, name="unknown"),
]
