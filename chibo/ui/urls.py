from django.urls import path

from chibo.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("co-chu/<slug:size>/", views.text_size, name="text_size"),
]
