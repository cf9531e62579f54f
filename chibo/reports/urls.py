"""Addresses of reports."""

from django.urls import path

from chibo.reports import views

app_name = "reports"
urlpatterns = [path("", views.report, name="report")]
