"""On what the demonstration's cases are kept and shared."""
# ruff: noqa: RUF001

import datetime
from dataclasses import replace

from cases.actions import ByAge, ConsentTerms, NamedBasis
from cases.consent_rules import possible_groups
from desk.demonstration.people import InventedPerson
from desk.demonstration.plans import Plan
from desk.demonstration.stage import Stage

AGREED = ("identity", "contact", "health", "tb")
WITNESSES = (
    "Роза Т., соседка",
    "Наргиза, сестра",
    "Уборщица центра Алия",
    "Товарищ по работе, Бек",
)
INTERPRETERS = ("Зебо, волонтёр", "Айгүл, диаспора", "По телефону, Центр переводов")
DAYS = 365
CONSULATES = {"KG": "consulate_kg", "TJ": "consulate_tj", "UZ": "consulate_uz"}


def basis_of(stage: Stage, plan: Plan, person: InventedPerson) -> ConsentTerms | NamedBasis:
    """Return what the person agreed to, or the ground in law where they could not be asked."""
    if plan.story.by_law:
        kind, reason = plan.story.by_law
        return NamedBasis(kind, reason)
    return _terms(stage, plan, person)


def _terms(stage: Stage, plan: Plan, person: InventedPerson) -> ConsentTerms:
    given_how = "written" if person.facts.reads == "yes" else stage.one_of(("thumb", "spoken"))
    given_on = stage.clock.day(plan.opened)
    return ConsentTerms(
        data_classes=AGREED if stage.happens(0.8) or plan.course else AGREED[:3],
        recipient_kinds=("clinic", "ngo") if stage.happens(0.25) else ("clinic",),
        language=person.facts.language,
        given_how=given_how,
        given_on=given_on,
        expires_on=_last_day(stage, plan, given_on),
        interpreter=stage.one_of(INTERPRETERS) if stage.happens(0.2) else "",
        witness="" if given_how == "written" else stage.one_of(WITNESSES),
        was_read_back=stage.happens(0.8),
        age=by_age(person, given_on),
    )


def by_age(person: InventedPerson, given_on: datetime.date) -> ByAge:
    """Return who agreed for a minor, by the birth date; nothing for adults and unknown ages."""
    known = person.facts
    groups = possible_groups(known.birth_date, known.birth_precision, given_on)
    if "adult" in groups:
        return ByAge()
    if groups[-1] == "16_17" and known.sex == "male":
        return ByAge("16_17", without_guardian_reason="on_their_own")
    return ByAge(groups[-1], "Айжан", "mother")


def _last_day(stage: Stage, plan: Plan, given_on: datetime.date) -> datetime.date:
    if plan.consent == "expiring":
        return stage.clock.today + datetime.timedelta(days=stage.chance.randint(1, 13))
    if plan.consent == "expired":
        return given_on + (stage.clock.today - given_on) // 2
    return given_on + datetime.timedelta(days=DAYS)


def further_consents(stage: Stage, plan: Plan, person: InventedPerson) -> list[ConsentTerms]:
    """Return what else the person agreed to: the consulate's help, care in another country."""
    consulate = CONSULATES.get(person.facts.citizenship)
    first = _terms(stage, plan, person)
    further = []
    if plan.story.kind == "papers" and consulate:
        named = (stage.organisations[consulate].pk,)
        further.append(
            replace(
                first, purpose="papers", data_classes=("identity", "contact"),
                recipient_kinds=(), recipient_ids=named,
            )
        )  # fmt: skip
    if plan.story.kind == "tuberculosis" and person.facts.expected_departure_on:
        further.append(
            replace(first, purpose="cross_border", data_classes=AGREED, recipient_kinds=())
        )
    return further
