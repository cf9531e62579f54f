"""A refusal: a finished Vietnamese sentence that says what to do next."""


class Refusal(Exception):
    """Something that cannot be done, told to the person who asked.

    :param message: a finished Vietnamese sentence, with the way out
    :param field: the form field or parameter it stands beside, if any
    :param code: short machine word for the API, e.g. ``"unknown_unit"``
    :param rule: key of the rule in the rulebook that refuses, if any
    :param status: HTTP status of the answer (403 not entitled, 404 not there, 409 conflict, 422 bad input)
    :param choices: what could be chosen instead, as (reference, label) pairs
    """

    status = 422
    about: int | None = None
    """Which of several things given is refused, where the one who refuses can tell."""

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        code: str = "refused",
        rule: str | None = None,
        status: int | None = None,
        choices: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code
        self.rule = rule
        self.choices = choices
        if status is not None:
            self.status = status


class NotEntitled(Refusal):
    """The viewer may not see or do this."""

    status = 403


class NotFound(Refusal):
    """The thing asked for does not exist, or not for this viewer."""

    status = 404


class Question(Refusal):
    """Not refused but asked: the action goes through when repeated with ``confirmed=True``."""

    status = 409
