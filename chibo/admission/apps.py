from django.apps import AppConfig


class AdmissionConfig(AppConfig):
    name = "chibo.admission"
    label = "admission"
    verbose_name = "Phát triển đảng viên"
