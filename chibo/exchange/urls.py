from django.urls import path

from chibo.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.batch_list, name="list"),
    path("mau/<slug:kind>/", views.blank, name="template"),
    path("moi/<slug:kind>/", views.upload, name="upload"),
    path("<uuid:uid>/", views.batch, name="batch"),
    path("<uuid:uid>/cot/", views.columns, name="columns"),
    path("<uuid:uid>/doc-lai/", views.read_again, name="read_again"),
    path("<uuid:uid>/cau-hoi/", views.questions, name="questions"),
    path("<uuid:uid>/hoi-lai/", views.ask_again, name="ask_again"),
    path("<uuid:uid>/kiem-tra/", views.check, name="check"),
    path("<uuid:uid>/dong/", views.rows, name="rows"),
    path("<uuid:uid>/tep-loi/", views.returned, name="returned"),
    path("<uuid:uid>/ghi/", views.write, name="write"),
    path("<uuid:uid>/hoan-tac/", views.undo, name="undo"),
    path("<uuid:uid>/bo/", views.drop, name="drop"),
]
