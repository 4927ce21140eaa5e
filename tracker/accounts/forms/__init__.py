"""What is typed to sign in, to confirm and to change a password."""

from tracker.accounts.forms.fields import NEW_PASSWORD, PhoneField, SecretField, good_password
from tracker.accounts.forms.passwords import ConfirmForm, PasswordForm, SignInForm

__all__ = [
    "NEW_PASSWORD",
    "ConfirmForm",
    "PasswordForm",
    "PhoneField",
    "SecretField",
    "SignInForm",
    "good_password",
]
