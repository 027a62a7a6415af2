"""Is the input well-formed? One module a noun."""

from cases.forms.case import AssignForm, BasisForm, ChangeCaseForm, CloseForm, MoveForm
from cases.forms.consent import ConsentForm
from cases.forms.first_contact import FirstContactForm, NewCaseForm
from cases.forms.migrant import ContactForm, MessagesForm, MigrantForm, NameForm
from cases.forms.record import NoteForm, ScreenForm, TaskForm
from cases.forms.search import SearchForm

__all__ = [
    "AssignForm",
    "BasisForm",
    "ChangeCaseForm",
    "CloseForm",
    "ConsentForm",
    "ContactForm",
    "FirstContactForm",
    "MessagesForm",
    "MigrantForm",
    "MoveForm",
    "NameForm",
    "NewCaseForm",
    "NoteForm",
    "ScreenForm",
    "SearchForm",
    "TaskForm",
]
