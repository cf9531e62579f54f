from django.urls import path

app_name = "own"
urlpatterns: list[path] = []
