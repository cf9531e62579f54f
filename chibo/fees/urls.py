from django.urls import path

from chibo.fees import views

app_name = "fees"
urlpatterns = [
    path("", views.dues, name="list"),
    path("thu/<uuid:uid>/", views.collect, name="collect"),
    path("thu/<uuid:uid>/<uuid:person>/", views.pay, name="pay"),
    path("muc-dong/<uuid:uid>/", views.bases, name="bases"),
    path("phan-cong/<uuid:uid>/", views.assign, name="assign"),
    path("phieu-thu/", views.receipts, name="receipts"),
    path("phieu-thu/<uuid:uid>/", views.receipt, name="receipt"),
    path("phieu-thu/<uuid:uid>/thu-hoi/", views.reverse_receipt, name="receipt_reverse"),
    path("trich-nop/", views.remittances, name="remittances"),
    path("trich-nop/lap/<uuid:uid>/", views.remit, name="remit"),
    path("trich-nop/<uuid:uid>/", views.remittance, name="remittance"),
    path("trich-nop/<uuid:uid>/nhan/", views.receive, name="remittance_receive"),
    path("trich-nop/<uuid:uid>/thu-hoi/", views.reverse_remittance, name="remittance_reverse"),
    path("chua-dong/", views.arrears, name="arrears"),
    path("so-quy/", views.fund, name="fund"),
    path("mien-giam/", views.reliefs, name="reliefs"),
    path("mien-giam/<uuid:uid>/", views.relief, name="relief"),
    path("mien-giam/<uuid:uid>/duyet/", views.relief_decide, name="relief_decide"),
    path("mien-giam/<uuid:uid>/ket-thuc/", views.relief_end, name="relief_end"),
    path("dang-vien/<uuid:uid>/", views.person, name="person"),
    path("dang-vien/<uuid:uid>/mien-giam/", views.relief_add, name="relief_add"),
    path("dang-vien/<uuid:uid>/sua/", views.due_correct, name="due_correct"),
]
