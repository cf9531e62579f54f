from django.urls import path

from chibo.own import views

app_name = "own"
urlpatterns = [
    path("", views.overview, name="record"),
    path("qua-trinh/", views.history, name="history"),
    path("de-nghi-sua/", views.corrections, name="corrections"),
    path("de-nghi-sua/<slug:item>/", views.correct, name="correct"),
    path("ai-da-xem/", views.readers, name="readers"),
    path("so-dinh-danh/", views.numbers, name="numbers"),
    path("tai-ve/", views.take_along, name="export"),
]
