"""Notes, tasks, symptom screens and drafts: written once, by whom they belong to."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError

from accounts.acting import Acting, for_member, for_system
from cases import actions
from cases.actions.draft import MOST_CHARACTERS, MOST_FIELDS
from cases.actions.record import TEST_WITHIN_DAYS, Symptoms
from cases.models import Draft, Note, SymptomScreen, Task
from tests.cast import AGREED, NOW, TODAY, Cast
from tests.situations import accept, send
from tests.watching import assert_codes_only, audited, unchanged

SECRET = "He hides from his employer"


def note(by: Acting, cast: Cast, submission: uuid.UUID, text: str = SECRET) -> Note:
    with for_member(by):
        return actions.add_note(
            by=by, case=cast.gulnaras_case, text=text, submission=submission, now=NOW
        )


def task(cast: Cast, submission: uuid.UUID | None = None, **given: str) -> Task:
    with for_member(cast.aigul) as aigul:
        return actions.add_task(
            by=aigul,
            case=cast.gulnaras_case,
            due_on=TODAY,
            now=NOW,
            submission=submission,
            **({"kind": "call_back"} | given),
        )


# --- notes ------------------------------------------------------------------------------------------


def test_a_note_is_kept_as_written_and_its_text_is_not_audited(cast: Cast) -> None:
    with audited() as entries:
        written = note(cast.aigul, cast, uuid.uuid4())
    assert (written.text, written.author, written.organisation) == (
        SECRET,
        cast.aigul.user,
        cast.komek,
    )
    assert [(entry.verb, entry.data_classes) for entry in entries] == [("created", ["notes"])]
    assert_codes_only(entries)


def test_the_same_submission_writes_one_note(cast: Cast) -> None:
    submission = uuid.uuid4()
    first = note(cast.aigul, cast, submission)
    with unchanged():
        assert note(cast.aigul, cast, submission, "Sent again") == first


def test_an_empty_note_is_refused(cast: Cast) -> None:
    with unchanged(), for_member(cast.aigul), pytest.raises(IntegrityError, match="says_something"):
        note(cast.aigul, cast, uuid.uuid4(), "")


def test_a_clinic_writes_its_own_note_on_a_case_it_was_given(cast: Cast) -> None:
    accept(cast.dr_ahmetov, send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED))
    written = note(cast.dr_ahmetov, cast, uuid.uuid4())
    assert written.organisation == cast.tb_clinic
    for reader, sees in ((cast.dr_ahmetov, True), (cast.nurse_olga, False), (cast.aigul, False)):
        with for_member(reader):
            assert Note.objects.filter(pk=written.pk).exists() is sees


def test_nobody_writes_on_a_case_they_cannot_see(cast: Cast) -> None:
    for stranger in (cast.timur, cast.daniyar, cast.dr_ahmetov, cast.madina):
        with (
            unchanged(),
            for_member(stranger),
            pytest.raises(DatabaseError, match="row-level security"),
        ):
            note(stranger, cast, uuid.uuid4())


# --- tasks ------------------------------------------------------------------------------------------


def test_a_task_is_open_until_it_is_done(cast: Cast) -> None:
    with audited() as entries:
        added = task(cast)
    assert (added.kind, added.due_on, added.created_by, added.done_at) == (
        "call_back",
        TODAY,
        cast.aigul.user,
        None,
    )
    assert added.is_late(TODAY + timedelta(days=1))
    assert not added.is_late(TODAY)
    assert [(entry.verb, entry.subject_type) for entry in entries] == [("created", "task")]
    assert_codes_only(entries)


def test_the_same_submission_adds_one_task(cast: Cast) -> None:
    submission = uuid.uuid4()
    first = task(cast, submission)
    with unchanged():
        assert task(cast, submission) == first


def test_tasks_without_a_submission_are_different_tasks(cast: Cast) -> None:
    assert task(cast) != task(cast)


def test_a_task_of_no_known_kind_says_what_it_is(cast: Cast) -> None:
    with unchanged(), for_member(cast.aigul), pytest.raises(IntegrityError, match="says_what"):
        task(cast, kind="other")
    assert task(cast, kind="other", text="Ask the landlord").text == "Ask the landlord"


def test_a_done_task_says_when_and_by_whom(cast: Cast) -> None:
    added = task(cast)
    with audited() as entries, for_member(cast.saule) as saule:
        assert actions.finish_task(by=saule, task=added, now=NOW)
        added.refresh_from_db()
    assert (added.done_at, added.done_by) == (NOW, cast.saule.user)
    assert not added.is_late(TODAY + timedelta(days=9))
    assert [entry.verb for entry in entries] == ["changed"]
    assert_codes_only(entries)


def test_a_task_is_done_once(cast: Cast) -> None:
    added = task(cast)
    with for_member(cast.saule) as saule:
        actions.finish_task(by=saule, task=added, now=NOW)
    with unchanged(), for_member(cast.aigul) as aigul:
        assert not actions.finish_task(by=aigul, task=added, now=NOW)


def test_nobody_else_adds_or_finishes_a_task(cast: Cast) -> None:
    added = task(cast)
    accept(cast.dr_ahmetov, send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED))
    for stranger in (cast.timur, cast.daniyar, cast.dr_ahmetov, cast.madina):
        with unchanged(), for_member(stranger) as by:
            assert not actions.finish_task(by=by, task=added, now=NOW)
            with pytest.raises(DatabaseError, match="row-level security"):
                actions.add_task(
                    by=by, case=cast.gulnaras_case, kind="refer", due_on=TODAY, now=NOW
                )


# --- symptom screens --------------------------------------------------------------------------------


def screen(cast: Cast, symptoms: Symptoms) -> SymptomScreen:
    with for_member(cast.aigul) as aigul:
        return actions.record_screen(
            by=aigul, case=cast.gulnaras_case, symptoms=symptoms, now=NOW, today=TODAY
        )


@pytest.mark.parametrize("symptom", ["cough", "fever", "night_sweats", "weight_loss", "tb_contact"])
def test_any_yes_makes_the_screen_positive_and_adds_the_task_of_a_test(
    cast: Cast, symptom: str
) -> None:
    with audited() as entries:
        kept = screen(cast, Symptoms(**{symptom: "yes"}))
    with for_member(cast.aigul):
        kept.refresh_from_db()
        added = Task.objects.get(case=cast.gulnaras_case)
    assert kept.is_positive
    assert (added.kind, added.due_on) == ("tb_test", TODAY + timedelta(days=TEST_WITHIN_DAYS))
    assert [entry.subject_type for entry in entries] == ["screen", "task"]
    assert entries[0].data_classes == ["health"]
    assert_codes_only(entries)


@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_a_screen_without_a_yes_adds_no_task(cast: Cast, answer: str) -> None:
    kept = screen(cast, Symptoms(answer, answer, answer, answer, answer))
    with for_member(cast.aigul):
        kept.refresh_from_db()
        assert not Task.objects.exists()
    assert not kept.is_positive


def test_nobody_else_screens_a_person(cast: Cast) -> None:
    accept(cast.dr_ahmetov, send(cast.aigul, cast.gulnaras_case, cast.tb_clinic, *AGREED))
    for stranger in (cast.timur, cast.daniyar, cast.dr_ahmetov, cast.madina):
        with (
            unchanged(),
            for_member(stranger) as by,
            pytest.raises(DatabaseError, match="row-level security"),
        ):
            actions.record_screen(
                by=by, case=cast.gulnaras_case, symptoms=Symptoms(), now=NOW, today=TODAY
            )


# --- drafts -----------------------------------------------------------------------------------------


def save(by: Acting, typed: dict[str, list[str]], about: str = "") -> None:
    with for_member(by):
        actions.save_draft(by=by, form="note", about=about, typed=typed, now=NOW)


def typed_by(by: Acting, about: str = "") -> dict[str, list[str]]:
    with for_member(by) as acting:
        return dict(Draft.objects.of(acting, "note", about).get().typed)


def test_a_draft_keeps_the_newest_of_what_was_typed_and_audits_nothing(cast: Cast) -> None:
    with audited() as entries:
        save(cast.aigul, {"text": ["H"]})
        save(cast.aigul, {"text": [SECRET]})
    assert typed_by(cast.aigul) == {"text": [SECRET]}
    assert entries == []


def test_each_member_and_each_subject_has_a_draft_of_its_own(cast: Cast) -> None:
    save(cast.aigul, {"text": ["mine"]})
    save(cast.aigul, {"text": ["of a case"]}, about="case")
    save(cast.saule, {"text": ["hers"]})
    assert typed_by(cast.aigul) == {"text": ["mine"]}
    assert typed_by(cast.aigul, "case") == {"text": ["of a case"]}
    assert typed_by(cast.saule) == {"text": ["hers"]}


def test_a_draft_without_end_is_cut(cast: Cast) -> None:
    save(cast.aigul, {str(number): ["x" * 2 * MOST_CHARACTERS] for number in range(200)})
    typed = typed_by(cast.aigul)
    assert len(typed) == MOST_FIELDS
    assert {len(value) for (value,) in typed.values()} == {MOST_CHARACTERS}


def test_a_cleared_draft_is_empty_and_clearing_twice_changes_nothing(cast: Cast) -> None:
    save(cast.aigul, {"text": [SECRET]})
    with for_member(cast.aigul) as aigul:
        actions.clear_draft(by=aigul, form="note", about="", now=NOW)
    assert typed_by(cast.aigul) == {"gone": []}
    with unchanged(), for_member(cast.aigul) as aigul:
        actions.clear_draft(by=aigul, form="note", about="", now=NOW)


def test_a_save_still_under_way_never_brings_back_what_was_forgotten(cast: Cast) -> None:
    save(cast.aigul, {"submission": ["k-1"], "full_name": [SECRET]})
    with for_member(cast.aigul) as aigul:
        actions.clear_draft(by=aigul, form="note", about="", now=NOW)
    with unchanged():
        save(cast.aigul, {"submission": ["k-1"], "full_name": [SECRET]})
    save(cast.aigul, {"submission": ["k-2"], "full_name": ["Another"]})
    assert typed_by(cast.aigul)["full_name"] == ["Another"]


def test_a_page_forgotten_before_its_first_save_is_never_kept(cast: Cast) -> None:
    with for_member(cast.aigul) as aigul:
        actions.clear_draft(by=aigul, form="note", about="", now=NOW, submission="k-1")
    save(cast.aigul, {"submission": ["k-1"], "full_name": [SECRET]})
    assert typed_by(cast.aigul) == {"gone": ["k-1"]}


def test_nobody_clears_the_draft_of_another(cast: Cast) -> None:
    save(cast.aigul, {"text": [SECRET]})
    with unchanged(), for_member(cast.saule) as saule:
        actions.clear_draft(by=saule, form="note", about="", now=NOW)
    with for_system(reason="tests"):
        assert Draft.objects.count() == 1


def test_the_same_screen_sent_twice_is_recorded_once_and_asks_for_one_test(cast: Cast) -> None:
    once = uuid.uuid4()
    with for_member(cast.aigul) as aigul:
        for _ in range(2):
            actions.record_screen(
                by=aigul,
                case=cast.gulnaras_case,
                symptoms=Symptoms(cough="yes"),
                now=NOW,
                today=TODAY,
                submission=once,
            )
        assert SymptomScreen.objects.filter(pk=once).count() == 1
        assert Task.objects.filter(case=cast.gulnaras_case, kind="tb_test").count() == 1
