"""Ways through the site that several journeys take."""

from playwright.sync_api import expect

from tests.journeys.stage import Visitor

NARGIZA = "Наргиза Толубаева"
PHONE_NUMBER = "+996 555 123 456"
CHOSEN = {"sex": "female", "citizenship": "KG", "language": "ky", "kind": "tuberculosis"}
ANSWERS = {"cough": "yes", "fever": "no", "night_sweats": "no", "weight_loss": "unknown"}


def when_she_opens_a_case(aigul: Visitor) -> None:
    """Let Aigul register Nargiza, who agrees to care and to short messages."""
    aigul.presses("New case")
    aigul.fills(q=NARGIZA)
    aigul.sends()
    aigul.presses("Register a new person")
    expect(aigul.field("full_name")).to_have_value(NARGIZA)
    aigul.fills(birth_day="28", birth_month="2", birth_year="1994", phone=PHONE_NUMBER)
    aigul.ticks("may_message")
    aigul.chooses(**CHOSEN, **ANSWERS, tb_contact="unknown", reads="little")
    aigul.chooses(basis="consent", given_how="written")
    aigul.sends()
    aigul.reads("The case is open.")


def when_she_writes_a_referral_and_sends_it(aigul: Visitor) -> None:
    aigul.presses("Refer")
    aigul.page.locator("select[name=service]").select_option(label="Tb_Examination")
    aigul.chooses(reason="initial_test")
    aigul.fills(asked="Coughs for a month, please examine")
    aigul.sends()
    aigul.reads("Nobody outside sees this yet.", "The person agreed to this.")
    aigul.presses("Send")
    aigul.reads("The referral was sent to City TB clinic.")


def when_he_accepts_what_waits_on_his_home_page(doctor: Visitor) -> None:
    doctor.reads("New referrals")
    doctor.follows(NARGIZA)
    doctor.presses("Confirm receipt")
    doctor.presses("Accept")
    doctor.reads("The referral is now: Accepted.")
