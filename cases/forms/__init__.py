"""Is the input well-formed? One module a noun."""

from cases.forms.case import AssignForm, BasisForm, ChangeCaseForm, CloseForm, MoveForm
from cases.forms.consent import ConsentForm
from cases.forms.first_contact import FirstContactForm, NewCaseForm
from cases.forms.migrant import ContactForm, MessagesForm, MigrantForm, NameForm
from cases.forms.papers import PapersConsentForm
from cases.forms.record import NoteForm, ScreenForm, TaskForm
from cases.forms.rights import DataRequestForm, HoldForm, RefuseRequestForm
from cases.forms.search import SearchForm
from cases.forms.state_contact import AskToLiftForm, BlockForm

__all__ = [
    "AskToLiftForm",
    "AssignForm",
    "BasisForm",
    "BlockForm",
    "ChangeCaseForm",
    "CloseForm",
    "ConsentForm",
    "ContactForm",
    "DataRequestForm",
    "FirstContactForm",
    "HoldForm",
    "MessagesForm",
    "MigrantForm",
    "MoveForm",
    "NameForm",
    "NewCaseForm",
    "NoteForm",
    "PapersConsentForm",
    "RefuseRequestForm",
    "ScreenForm",
    "SearchForm",
    "TaskForm",
]
