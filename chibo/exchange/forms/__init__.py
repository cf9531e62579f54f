"""Forms of the four steps."""

from chibo.exchange.forms.columns import ColumnsForm, LettersForm
from chibo.exchange.forms.questions import QuestionsForm
from chibo.exchange.forms.upload import UploadForm
from chibo.exchange.forms.writing import ALL, GOOD, SureForm, WriteForm

__all__ = ["ALL", "GOOD", "ColumnsForm", "LettersForm", "QuestionsForm", "SureForm", "UploadForm", "WriteForm"]
