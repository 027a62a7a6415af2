"""What protection costs a caseworker: at most one more press for each contact looked at, counted."""

import uuid

import pytest

from accounts.acting import for_member, for_system
from audit.models import Entry, Verb
from cases.actions import add_contact, add_task, open_case, register_migrant
from cases.actions.consent import ConsentTerms, record_consent
from cases.actions.migrant import MigrantFacts
from cases.models import Case, Note, Task
from referrals.models import Referral, Service
from tests.cast import AGREED, NOW, TODAY, Cast
from tests.logins import browser_of
from tests.referrals.stages import offered_by
from tests.walker import Walker

PEOPLE = ("Bakyt", "Nurlan", "Aidana", "Meerim", "Ulan")
CALLED = PEOPLE[:3]
# The presses of the same acts on pages that hide nothing: fewer cannot be done with forms at all.
WITHOUT_PROTECTION = {
    "home": 1,
    "open a case from home and come back": 2 * len(PEOPLE),
    "read a number": 0,
    "write two notes": 2 * 2,
    "finish two tasks": 2 * 1,
    "write, check and send a referral": 3,
    "look for a person, and begin and save a case": 4,
}


def people_to_look_after(cast: Cast) -> None:
    with for_member(cast.aigul) as by:
        for count, name in enumerate(PEOPLE):
            facts = MigrantFacts("ky")
            migrant = register_migrant(by=by, facts=facts, full_name=name, now=NOW)
            add_contact(by=by, migrant=migrant, phone=f"+7701000000{count}", now=NOW)
            terms = ConsentTerms(AGREED, "ky", "written", TODAY, recipient_kinds=("clinic",))
            record_consent(by=by, migrant=migrant, terms=terms, now=NOW)
            key = uuid.uuid4()
            case = open_case(by=by, migrant=migrant, kind="injury", submission=key, now=NOW)
            add_task(by=by, case=case, kind="call_back", due_on=TODAY, now=NOW)


def looks_after(aigul: Walker, name: str) -> None:
    """Open a person's case from home, do what there is to do, and come back."""
    aigul.follows(name, "/cases/")
    if name in CALLED:
        aigul.sends("Show")
        assert f"tel:+7701000000{PEOPLE.index(name)}" in aigul.shown
        if not aigul.has_script:
            aigul.follows("Back to the file")
            aigul.follows("", "/cases/0")
    if name in PEOPLE[:2]:
        aigul.follows("Write a note")
        aigul.sends("Save", text=f"Called {name}")
        aigul.sends("Done")
    if name == PEOPLE[4]:
        refers(aigul)
    aigul.follows("Home")


def refers(aigul: Walker) -> None:
    aigul.follows("Refer", "/refer/")
    with for_system(reason="tests"):
        service = Service.objects.get(kind="tb_examination")
    aigul.sends(
        "Go on and look it over",
        service=str(service.pk),
        reason="initial_test",
        priority="routine",
        asked="Please look",
        shared=["identity", "contact"],
    )
    aigul.sends("Send")


def begins_a_case(aigul: Walker) -> None:
    aigul.follows("New case")
    aigul.sends("Search", q="Tolgonai")
    aigul.sends("Register a new person")
    answers = dict.fromkeys(("cough", "fever", "night_sweats", "weight_loss", "tb_contact"), "no")
    aigul.sends(
        "Open the case",
        full_name="Tolgonai",
        sex="female",
        citizenship="KG",
        language="ky",
        reads="yes",
        kind="injury",
        basis="danger_to_life",
        basis_reason="Could not speak",
        **answers,
    )


@pytest.mark.parametrize(("has_script", "presses_a_contact"), [(True, 1), (False, 3)])
def test_an_ordinary_day_costs_one_press_more_for_each_contact_looked_at(
    cast: Cast, has_script: bool, presses_a_contact: int
) -> None:
    people_to_look_after(cast)
    offered_by(cast)
    aigul = Walker(browser_of(cast.aigul.user), has_script=has_script)
    aigul.opens("/")
    for name in PEOPLE:
        looks_after(aigul, name)
    begins_a_case(aigul)
    then_all_of_it_was_done(cast)
    least = sum(WITHOUT_PROTECTION.values())
    more = aigul.presses - least
    words = f"script {has_script}: {aigul.presses} presses, {least} without protection, {more} more"
    print(words)  # noqa: T201  # the count is what is wanted; shown with -s
    assert more <= presses_a_contact * len(CALLED)


def then_all_of_it_was_done(cast: Cast) -> None:
    with for_system(reason="tests"):
        assert Note.objects.filter(author=cast.aigul.user).count() == 2
        assert Task.objects.filter(done_by=cast.aigul.user).count() == 2
        assert Referral.objects.get().state == "sent"
        assert Case.objects.filter(caseworker=cast.aigul.user).count() == 2 + len(PEOPLE)
        asked = Entry.objects.filter(verb=Verb.UNMASKED, actor_id=cast.aigul.user_id)
        assert asked.count() == len(CALLED)
