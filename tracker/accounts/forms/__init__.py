"""What is typed to sign in, to confirm and to change a password."""

from tracker.accounts.forms.codes import (
    AskForm,
    NewNumberForm,
    NewPasswordForm,
    OwnCodeForm,
    ResetForm,
    TextCodeForm,
    TwoCodesForm,
)
from tracker.accounts.forms.factors import AnswerForm, PasskeyForm, RecoveryForm
from tracker.accounts.forms.fields import NEW_PASSWORD, PhoneField, SecretField, good_password
from tracker.accounts.forms.passwords import ConfirmForm, PasswordForm, SignInForm

__all__ = [
    "NEW_PASSWORD",
    "AnswerForm",
    "AskForm",
    "ConfirmForm",
    "NewNumberForm",
    "NewPasswordForm",
    "OwnCodeForm",
    "PasskeyForm",
    "PasswordForm",
    "PhoneField",
    "RecoveryForm",
    "ResetForm",
    "SecretField",
    "SignInForm",
    "TextCodeForm",
    "TwoCodesForm",
    "good_password",
]
