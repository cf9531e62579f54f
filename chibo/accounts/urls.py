"""Addresses without a name space: the library asks for them by these names."""

from django.urls import path

from chibo.accounts import views

urlpatterns = [
    path("dang-nhap/", views.SignIn.as_view(), name="account_login"),
    path("dang-xuat/", views.SignOut.as_view(), name="account_logout"),
    path("doi-mat-khau/", views.ChangePassword.as_view(), name="account_change_password"),
    path("da-khoa/", views.inactive, name="account_inactive"),
]
