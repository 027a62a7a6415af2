"""From the first word with a person to the clinic's answer, and what ends with the consent."""

import datetime

import pytest
from playwright.sync_api import expect

from tests.cast import GULNARA, TODAY
from tests.journeys.stage import DESKTOP, PHONE, Stage, Visitor, leads_to
from tests.journeys.ways import (
    ANSWERS,
    CHOSEN,
    NARGIZA,
    PHONE_NUMBER,
    when_he_accepts_what_waits_on_his_home_page,
    when_she_writes_a_referral_and_sends_it,
)
from tests.referrals.stages import brought_to, fresh

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TYPED = {"full_name": NARGIZA, "birth_day": "31", "birth_month": "2", "birth_year": "1994"}
CONCERN = "Coughs since spring"
FOUND = "Sputum was taken"
ADVICE = "Call her on Friday"


def test_a_new_person_is_registered_referred_and_the_answer_comes_back(stage: Stage) -> None:
    aigul = stage.enters("aigul", PHONE)
    when_nobody_of_that_name_is_found(aigul)
    when_she_makes_mistakes_on_the_first_page(aigul)
    then_nothing_typed_is_lost_and_each_mistake_leads_to_its_field(aigul)
    when_she_corrects_them(aigul)
    then_the_case_is_open_and_a_test_is_to_be_arranged(aigul)
    when_she_writes_a_referral_and_sends_it(aigul)

    doctor = stage.enters("dr_ahmetov", DESKTOP)
    when_he_accepts_what_waits_on_his_home_page(doctor)
    case = then_he_reads_the_case_and_its_phone(doctor)
    when_he_makes_an_appointment_and_she_comes(doctor)
    when_he_answers(doctor)
    doctor.is_refused(case)

    when_she_takes_note_of_the_answer_on_her_home_page(aigul)
    then_it_waits_for_her_no_more(aigul)


def when_nobody_of_that_name_is_found(aigul: Visitor) -> None:
    aigul.presses("New case")
    aigul.fills(q=NARGIZA)
    aigul.sends()
    aigul.reads("Nobody found")
    aigul.presses("Register a new person")
    expect(aigul.field("full_name")).to_have_value(NARGIZA)


def when_she_makes_mistakes_on_the_first_page(aigul: Visitor) -> None:
    aigul.fills(**TYPED, phone=PHONE_NUMBER, concern=CONCERN)
    aigul.chooses(**CHOSEN, **ANSWERS, tb_contact="unknown", reads="little")
    aigul.chooses(basis="consent", given_how="spoken")
    aigul.sends()


def then_nothing_typed_is_lost_and_each_mistake_leads_to_its_field(aigul: Visitor) -> None:
    aigul.reads("Please check these answers", "Nothing you typed is lost.")
    for name, text in (TYPED | {"phone": PHONE_NUMBER, "concern": CONCERN}).items():
        expect(aigul.field(name)).to_have_value(text)
    for name, value in (ANSWERS | {"sex": "female", "basis": "consent"}).items():
        expect(aigul.answer(name, value)).to_be_checked()
    for name in ("birth_year", "witness"):
        aigul.page.locator(f".error-summary a[href='#id_{name}']").click()
        expect(aigul.field(name)).to_be_focused()


def when_she_corrects_them(aigul: Visitor) -> None:
    aigul.fills(birth_day="28", witness="Her sister")
    aigul.ticks("was_read_back")
    aigul.sends()


def then_the_case_is_open_and_a_test_is_to_be_arranged(aigul: Visitor) -> None:
    aigul.reads("The case is open.", "Arrange a TB test", "Consent given", CONCERN)
    aigul.stands_at(NARGIZA)


def then_he_reads_the_case_and_its_phone(doctor: Visitor) -> str:
    doctor.presses("Open the case")
    doctor.stands_at(NARGIZA)
    case = doctor.page.url
    doctor.presses("Show")
    doctor.reads(PHONE_NUMBER, "That you looked at this number was recorded.")
    doctor.page.goto(case)
    doctor.follows("Komek")
    return case


def when_he_makes_an_appointment_and_she_comes(doctor: Visitor) -> None:
    doctor.presses("Make an appointment")
    tomorrow = TODAY + datetime.timedelta(days=1)
    doctor.fills(on=tomorrow.isoformat(), at="10:30", place="Room 4")
    doctor.sends()
    doctor.reads("The referral is now: Appointment made.", "Room 4")
    doctor.presses("The person has come")
    doctor.reads("The referral is now: Arrived.")


def when_he_answers(doctor: Visitor) -> None:
    doctor.presses("Write the answer")
    doctor.chooses(outcome="test_done")
    doctor.fills(findings=FOUND, advice=ADVICE)
    doctor.sends()
    doctor.reads("The referral is now: Answered.")


def when_she_takes_note_of_the_answer_on_her_home_page(aigul: Visitor) -> None:
    aigul.opens("desk:home")
    answers = aigul.page.locator("section", has_text="Answers that came back")
    answers.get_by_role("link", name=NARGIZA).click()
    aigul.reads(FOUND, ADVICE)
    aigul.presses("I have read it")
    aigul.reads("Noted. It no longer waits on your home page.")


def then_it_waits_for_her_no_more(aigul: Visitor) -> None:
    aigul.opens("desk:home")
    aigul.reads("Nothing new. Answers of clinics appear here.")


def test_the_moment_the_consent_ends_the_clinic_has_nothing_here(stage: Stage) -> None:
    referral = brought_to(stage.cast, "accepted")
    doctor = stage.enters("dr_ahmetov", DESKTOP)
    doctor.page.goto(leads_to(referral))
    aigul = stage.enters("aigul", PHONE)
    aigul.opens("desk:case", stage.cast.gulnaras_case.pk)
    aigul.follows("Withdraw the consent")
    aigul.reads("Who loses access", "City TB clinic")
    aigul.sends()
    aigul.reads("The consent is withdrawn. 1 organisation lost its access.")
    with doctor.page.expect_navigation() as clicked:
        doctor.presses("Open the case")
    doctor.is_told_nothing(clicked.value.status)
    expect(doctor.page.locator("body")).not_to_contain_text(GULNARA)


def test_of_two_who_answer_at_once_the_second_reads_who_was_faster(stage: Stage) -> None:
    referral = brought_to(stage.cast, "received")
    both = {name: stage.enters(name, DESKTOP) for name in ("dr_ahmetov", "nurse_olga")}
    for one in both.values():
        one.page.goto(leads_to(referral))
    for one in both.values():
        accept = one.page.get_by_role("button", name="Accept")
        accept.click(no_wait_after=True)
    told = {name: _told(one) for name, one in both.items()}
    assert fresh(referral).state == "accepted"
    (first,) = (name for name, said in told.items() if said == "The referral is now: Accepted.")
    second = next(name for name in both if name != first)
    faster = stage.cast.members[first].user.name
    assert told[second] == (
        f"Somebody was faster: {faster}, “Accept”. Nothing of yours was changed."
    )


def _told(one: Visitor) -> str:
    return one.page.locator(".notices").inner_text().strip()
