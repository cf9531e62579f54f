"""The fourth step: what is written."""

from django import forms as django_forms

from chibo.ui import forms

ALL, GOOD = "tat-ca", "dong-tot"


class WriteForm(forms.Form):
    """All rows, or the good ones."""

    cach = django_forms.ChoiceField(
        label="Cách ghi",
        choices=((ALL, "Ghi tất cả; chỉ một dòng lỗi cũng không ghi dòng nào"), (GOOD, "Chỉ ghi các dòng tốt")),
        widget=django_forms.RadioSelect,
        initial=GOOD,
    )


class SureForm(forms.Form):
    """Nothing to fill in: the page only asks to go on."""
