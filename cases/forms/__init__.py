"""Is the input well-formed? One module a noun."""

from cases.forms.agreement import EndAgreementForm, ProposeForm
from cases.forms.case import AssignForm, BasisForm, ChangeCaseForm, CloseForm, MoveForm
from cases.forms.consent import ConsentForm, WithdrawForm
from cases.forms.document import DocumentForm
from cases.forms.first_contact import FirstContactForm, NewCaseForm
from cases.forms.glass import ConfirmForm, GlassForm, ReviewForm
from cases.forms.migrant import ContactForm, MessagesForm, MigrantForm, NameForm
from cases.forms.named_consent import NamedConsentForm
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
    "ConfirmForm",
    "ConsentForm",
    "ContactForm",
    "DataRequestForm",
    "DocumentForm",
    "EndAgreementForm",
    "FirstContactForm",
    "GlassForm",
    "HoldForm",
    "MessagesForm",
    "MigrantForm",
    "MoveForm",
    "NameForm",
    "NamedConsentForm",
    "NewCaseForm",
    "NoteForm",
    "PapersConsentForm",
    "ProposeForm",
    "RefuseRequestForm",
    "ReviewForm",
    "ScreenForm",
    "SearchForm",
    "TaskForm",
    "WithdrawForm",
]
