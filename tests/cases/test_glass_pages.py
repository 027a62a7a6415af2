"""Breaking the glass on its pages: asked again who one is, told, shown, closed, reviewed."""

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from accounts.acting import for_member, for_system
from accounts.actions import suspend_member
from cases.models import BrokenGlass, ContactPoint
from tests.cast import AGREED, GULNARA, NOW, RUSTAM, Cast
from tests.emergencies import break_the_glass
from tests.logins import browser_of
from tests.situations import accept, answer, send, write_records
from tests.watching import unchanged

TYPED = {"reason_code": "keeper_absent", "reason": "Aigul is away"}
SEEN = frozenset({"audit_entry"})
TOLD = "<strong>Tuberculosis</strong>"
BANNER = "You opened this in an emergency until"


def typed() -> dict[str, str]:
    return TYPED | {"submission": str(uuid.uuid4())}


def test_who_logged_in_long_ago_is_asked_again_and_nothing_opens(cast: Cast) -> None:
    stale = Client()
    stale.force_login(cast.daniyar.user)
    with unchanged(but=SEEN):
        answered = stale.post(f"/migrants/{cast.gulnara.pk}/glass/", typed())
    # The question who one is; what was typed travels with it.
    assert "accounts/prove.html" in [one.name for one in answered.templates]
    assert typed()["reason"] in answered.content.decode()
    opening = stale.get(f"/migrants/{cast.gulnara.pk}/glass/")
    assert opening.headers["Location"].startswith(
        f"{reverse('account_reauthenticate')}?next=%2Fmigrants%2F"
    )


def test_a_caseworker_opens_a_colleagues_file_sees_the_banner_and_closes_it(cast: Cast) -> None:
    write_records(cast)
    browser = browser_of(cast.daniyar.user)
    file = f"/migrants/{cast.gulnara.pk}/"
    assert f"{file}glass/" in browser.get(file).content.decode()
    assert browser.post(f"{file}glass/", typed()).headers["Location"] == file

    said = browser.get(file).content.decode()
    assert BANNER in said
    assert "Tuberculosis" in said
    for closed in ("Coughs at night", "•••", "GULNARA ASANOVA", f"{file}glass/"):
        assert closed not in said, closed

    with for_member(cast.daniyar) as by:
        opened = BrokenGlass.objects.visible_to(by).get()
    assert browser.post(f"/glass/{opened.pk}/end/").headers["Location"] == "/"
    said = browser.get(file).content.decode()
    assert BANNER not in said
    assert "Tuberculosis" not in said


def test_a_form_without_a_reason_opens_nothing(cast: Cast) -> None:
    browser = browser_of(cast.daniyar.user)
    with unchanged(but=SEEN):
        page = browser.post(f"/migrants/{cast.gulnara.pk}/glass/", {})
    assert page.status_code == 200
    assert "Choose an answer." in page.content.decode()


def test_the_fourth_of_the_day_is_refused_in_words(cast: Cast) -> None:
    browser = browser_of(cast.saule.user)
    address = f"/migrants/{cast.gulnara.pk}/glass/"
    for _ in range(3):
        browser.post(address, typed())
        with for_system(reason="tests"):
            newest = BrokenGlass.objects.latest("opened_at")
        browser.post(f"/glass/{newest.pk}/end/")
    assert "You opened three files today" in browser.post(address, typed()).content.decode()


def test_a_supervisor_reads_the_mask_and_the_number_only_in_an_emergency(cast: Cast) -> None:
    write_records(cast)
    browser = browser_of(cast.saule.user)
    file = f"/migrants/{cast.rustam.pk}/"
    with for_member(cast.saule) as by:
        contact = ContactPoint.objects.visible_to(by).get(migrant=cast.rustam)
    shown = f"/contacts/{contact.pk}/"
    before = browser.get(file).content.decode()
    assert "+992 ••• ••• 33" in before
    assert shown not in before
    assert browser.post(shown).status_code == 404

    browser.post(f"{file}glass/", typed())
    for address in (file, f"/cases/{cast.rustams_case.pk}/"):
        after = browser.get(address).content.decode()
        assert shown in after
        assert BANNER in after
    number = browser.post(shown).content.decode()
    assert "+992900112233" in number
    assert BANNER in number


def test_a_supervisor_learns_in_an_emergency_what_the_case_is_about(cast: Cast) -> None:
    browser = browser_of(cast.saule.user)
    case = f"/cases/{cast.gulnaras_case.pk}/"
    assert TOLD not in browser.get(case).content.decode()
    break_the_glass(cast.saule, cast.gulnara)
    assert TOLD in browser.get(case).content.decode()


def test_a_clinic_opens_the_file_from_a_referral_it_answered(cast: Cast) -> None:
    write_records(cast)
    referral = send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED)
    accept(cast.dr_ahmetov, referral)
    answer(cast.dr_ahmetov, referral)
    browser = browser_of(cast.nurse_olga.user)
    address = f"/referrals/{referral.pk}/"
    assert f"{address}glass/" in browser.get(address).content.decode()
    opened = browser.post(f"{address}glass/", typed(), follow=True).content.decode()
    for shown in (GULNARA, BANNER, "Questions on TB symptoms"):
        assert shown in opened
    for closed in ("Tuberculosis", "•••", "Coughs at night", "Kept by"):
        assert closed not in opened


def test_what_is_seen_already_is_not_opened(cast: Cast) -> None:
    browser = browser_of(cast.aigul.user)
    with unchanged(but=SEEN):
        address = f"/migrants/{cast.gulnara.pk}/glass/"
        said = browser.post(address, typed(), follow=True).content.decode()
    assert "You see this already" in said


@pytest.mark.parametrize("who", ["officer_kg", "officer_reception", "analyst_health", "sysadmin"])
def test_the_firewalled_have_no_glass_to_break(cast: Cast, who: str) -> None:
    browser = browser_of(cast.members[who].user)
    with unchanged(but=SEEN):
        answered = browser.post(f"/migrants/{cast.gulnara.pk}/glass/", typed())
    assert answered.status_code == 403


def test_the_supervisor_finds_it_at_home_and_reviews_it(cast: Cast) -> None:
    opened = break_the_glass(cast.daniyar, cast.gulnara)
    browser = browser_of(cast.saule.user)
    review = f"/glass/{opened.pk}/"
    assert review in browser.get("/").content.decode()
    assert "Lies unconscious" in browser.get(review).content.decode()
    browser.post(review, {"finding": "ask", "note": "Why not call Aigul?"})
    assert "Somebody was asked" in browser.get("/glass/").content.decode()
    browser.post(review, {"finding": "justified", "note": "She could not be reached"})
    assert review not in browser.get("/glass/").content.decode()
    assert review not in browser.get("/").content.decode()
    with for_system(reason="tests"):
        opened.refresh_from_db()
    assert (opened.finding, opened.reviewed_by_id) == ("justified", cast.saule.user_id)
    with unchanged(but=SEEN):
        again = browser.post(review, {"finding": "not_justified"}, follow=True)
    assert "Somebody has reviewed this already." in again.content.decode()


def test_what_the_only_supervisor_opened_is_for_the_administrator_without_a_name(
    cast: Cast,
) -> None:
    opened = break_the_glass(cast.saule, cast.rustam)
    assert browser_of(cast.saule.user).get(f"/glass/{opened.pk}/").status_code == 404
    browser = browser_of(cast.madina.user)
    assert "1 review for you" in browser.get("/").content.decode()
    listed = browser.get("/glass/confirm/").content.decode()
    assert "Supervisor" in listed
    for hidden in (RUSTAM, "Saule", "Lies unconscious", str(cast.rustam.pk)):
        assert hidden not in listed
    browser.post(f"/glass/{opened.pk}/confirm/", {"finding": "not_justified"})
    with for_system(reason="tests"):
        opened.refresh_from_db()
    assert (opened.finding, opened.reviewed_by_id) == ("not_justified", cast.madina.user_id)
    assert "review for you" not in browser.get("/").content.decode()


def test_what_a_supervisor_can_review_is_not_the_administrators(cast: Cast) -> None:
    opened = break_the_glass(cast.daniyar, cast.gulnara)
    browser = browser_of(cast.madina.user)
    with unchanged(but=SEEN):
        answered = browser.post(f"/glass/{opened.pk}/confirm/", {"finding": "justified"})
    assert answered.status_code == 404
    # The last supervisor leaves: now there is nobody else.
    with for_system(reason="tests") as system:
        suspend_member(by=system, membership=cast.saule.membership)
    browser.post(f"/glass/{opened.pk}/confirm/", {"finding": "justified"})
    with for_system(reason="tests"):
        opened.refresh_from_db()
    assert opened.finding == "justified"


def test_three_days_without_a_review_are_marked_late_everywhere(cast: Cast) -> None:
    break_the_glass(cast.daniyar, cast.gulnara, NOW - datetime.timedelta(hours=73))
    assert "Over three days" in browser_of(cast.saule.user).get("/").content.decode()
    late = escape("1 review is missing for more than three days.")
    for address in ("/", "/glass/confirm/"):
        assert late in browser_of(cast.madina.user).get(address).content.decode()
