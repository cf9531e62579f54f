"""Addresses of files, under ``/ho-so/``."""

from django.urls import path

from chibo.dossiers import views

app_name = "dossiers"
urlpatterns = [
    path("", views.overview, name="home"),
    path("thieu/", views.missing, name="missing"),
    path("dang-chuyen/", views.under_way, name="under_way"),
    path("chua-ve/", views.awaited, name="awaited"),
    path("muon/", views.loans, name="loans"),
    path("noi-giu/", views.custody, name="custody"),
    path("noi-giu/ghi/", views.state_custody, name="state_custody"),
    path("noi-giu/giao/", views.rule_custody, name="rule_custody"),
    path("so/<slug:book>/", views.register, name="register"),
    path("bo-sung/", views.supplements, name="supplements"),
    path("bo-sung/<uuid:uid>/", views.supplements_of_cell, name="cell"),
    path("phieu/<uuid:uid>/", views.supplement, name="supplement"),
    path("the/", views.cards, name="cards"),
    path("bao-cao/", views.reports, name="reports"),
    path("bao-cao/giao/", views.open_reports, name="open_reports"),
    path("bao-cao/<uuid:uid>/", views.report, name="report"),
    path("doi-chieu/", views.reconciliations, name="reconciliations"),
    path("doi-chieu/ghi/", views.reconcile, name="reconcile"),
    path("dang-vien/<uuid:uid>/", views.dossier, name="dossier"),
    path("dang-vien/<uuid:uid>/<slug:deed>/", views.deed, name="deed"),
    path("giao-nhan/<uuid:uid>/<slug:deed>/", views.handover_deed, name="handover_deed"),
    path("muon/<uuid:uid>/tra/", views.give_back, name="give_back"),
    path("tai-lieu/<uuid:uid>/", views.scan, name="scan"),
    path("tai-lieu/<uuid:uid>/bo/", views.strike, name="strike"),
]
