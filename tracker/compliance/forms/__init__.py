"""What an organizer types."""

from tracker.compliance.forms.breaches import BreachForm
from tracker.compliance.forms.facts import ApproveForm, AssessmentForm, FactsForm

__all__ = ["ApproveForm", "AssessmentForm", "BreachForm", "FactsForm"]
