"""The forms of joining: by a team's code, or with a slip of one's own."""

from tracker.joining.forms.answers import AnswersForm, NewcomerForm
from tracker.joining.forms.claiming import InvitedForm, SlipForm, TeamForm

__all__ = ["AnswersForm", "InvitedForm", "NewcomerForm", "SlipForm", "TeamForm"]
