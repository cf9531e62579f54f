from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "chibo.posts"
    label = "posts"
    verbose_name = "Chức danh"
