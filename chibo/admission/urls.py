"""Addresses of admission, under ``/phat-trien/``."""

from django.urls import path

from chibo.admission import views

app_name = "admission"
urlpatterns = [
    path("", views.source, name="list"),
    path("them/", views.add, name="add"),
    path("chi-tieu/", views.targets, name="targets"),
    path("chi-tieu/giao/", views.assign, name="assign"),
    path("chi-tieu/<uuid:uid>/<int:year>/", views.target, name="target"),
    path("tien-do/", views.progress, name="progress"),
    path("den-han/", views.due, name="due"),
    path("den-han/<uuid:uid>/xet/", views.recognize, name="recognize"),
    path("dang-vien/<uuid:uid>/", views.person, name="person"),
    path("lan-ket-nap/<uuid:uid>/", views.admission, name="admission"),
    path("lan-ket-nap/<uuid:uid>/truong-hop/", views.add_fact, name="add_fact"),
    path("lan-ket-nap/<uuid:uid>/truong-hop/<str:kind>/bo/", views.drop_fact, name="drop_fact"),
    path("lan-ket-nap/<uuid:uid>/lop/", views.record_class, name="record_class"),
    path("<uuid:uid>/", views.prospect, name="prospect"),
    path("<uuid:uid>/ket-nap/", views.start, name="start"),
    path("<uuid:uid>/sua/", views.correct, name="correct"),
    path("<uuid:uid>/giay-chung-nhan/", views.certify, name="certify"),
    path("<uuid:uid>/giay-chung-nhan/<int:number>/bo/", views.drop_certificate, name="drop_certificate"),
    path("<uuid:uid>/chuyen/", views.move, name="move"),
    path("<uuid:uid>/ra-khoi-nguon/", views.drop, name="drop"),
    path("<uuid:uid>/tro-lai/", views.take_up, name="take_up"),
    path("<uuid:uid>/cccd/", views.number, name="number"),
]
