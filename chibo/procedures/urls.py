from django.urls import path

from chibo.procedures import views

app_name = "procedures"
urlpatterns = [
    path("", views.cases, name="list"),
    path("mo/<slug:code>/", views.open_page, name="open"),
    path("tep/<uuid:uid>/", views.file, name="file"),
    path("<uuid:uid>/", views.case, name="case"),
    path("<uuid:uid>/lam/", views.step, name="step"),
    path("<uuid:uid>/tra-lai/", views.back, name="back"),
    path("<uuid:uid>/rut/", views.withdraw, name="withdraw"),
    path("<uuid:uid>/het-hieu-luc/", views.lapse, name="lapse"),
    path("<uuid:uid>/cho-di-tiep/", views.override, name="override"),
    path("<uuid:uid>/rut-lai/", views.take_back, name="take_back"),
    path("<uuid:uid>/xem-kin/", views.sealed, name="sealed"),
]
