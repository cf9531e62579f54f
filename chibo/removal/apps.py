from django.apps import AppConfig


class RemovalConfig(AppConfig):
    name = "chibo.removal"
    label = "removal"
    verbose_name = "Sàng lọc, đưa ra khỏi Đảng"
