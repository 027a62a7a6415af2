"""The search among one's own files."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlainForm
from cases.forms.fields import LONGEST_NAME


class SearchForm(PlainForm):
    """A name in any script, a phone number or a case number."""

    q = forms.CharField(
        label=_("Name, phone number or case number"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={"required": _("Write a name, a phone number or a case number.")},
    )
