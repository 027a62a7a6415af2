"""The same histories in the product: each act by the product's own actions, and in the model."""

import datetime
import uuid

from django.db import connection

from accounts import row_security
from accounts.acting import Acting, for_member, for_system
from accounts.actions import suspend_member
from accounts.models import Membership, Organisation
from cases.actions import assign_case, record_consent, withdraw_consent
from cases.actions.consent import ConsentTerms
from cases.models import Case, CaseGrant, Consent
from cases.sheets import classes_on_case
from referrals.actions import cancel_referral
from referrals.models import Referral
from tests.access_model import Held, Sent, Somebody, World
from tests.cast import NOW, TODAY, Cast
from tests.situations import accept, answer, send

HOUSES = {"aigul": "komek", "daniyar": "komek", "saule": "komek", "timur": "tirek"}
HOUSES |= {"bekzat": "tirek", "dr_ahmetov": "tb_clinic", "nurse_olga": "tb_clinic"}
HOUSES |= {"dr_lee": "hospital", "madina": "komek", "officer_kg": "consulate_kg"}
CASES = {"gulnaras_case": "aigul", "rustams_case": "daniyar", "zarinas_case": "timur"}
CLINICS = {"tb_clinic": "dr_ahmetov", "hospital": "dr_lee"}
SHARED = frozenset({"identity", "contact", "health", "tb"})
SOME = frozenset({"health", "identity"})
Seen = dict[str, frozenset[str]]


class Stage:
    """The product beside its model."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.cases: dict[str, Case] = {name: getattr(cast, name) for name in CASES}
        self.sent: dict[str, Referral] = {}
        members = cast.members
        self.model = World(
            people={
                name: Somebody(house, members[name].role, members[name].membership.may_see_tb)
                for name, house in HOUSES.items()
            },
            cases={name: Held(HOUSES[who], who) for name, who in CASES.items()},
        )
        # What the cast agreed to before the history begins is taken back.
        self._withdraw("gulnaras_case")

    def acting(self, name: str) -> Acting | None:
        """Return the member as the next request would have them."""
        user = self.cast.members[name].user_id
        found = Membership.objects.current_of(user).first()
        return Acting(found) if found else None

    def worker(self, case: str) -> Acting | None:
        """Return the case's caseworker, if they may work."""
        name = self.model.cases[case].caseworker
        somebody = self.model.people[name]
        is_at_work = somebody.is_active and somebody.role == "caseworker"
        return self.acting(name) if is_at_work else None

    # --- acts: each says nothing where it cannot be done now -------------------------------------

    def consent(self, case: str) -> None:
        worker = self.worker(case)
        if worker is None or case in self.model.consents:
            return
        terms = ConsentTerms(tuple(SHARED), "ru", "written", TODAY, recipient_kinds=("clinic",))
        with for_member(worker) as by:
            record_consent(by=by, migrant=self.cases[case].migrant, terms=terms, now=NOW)
        self.model.consents[case] = SHARED

    def withdraw(self, case: str) -> None:
        if self.worker(case) is not None and case in self.model.consents:
            self._withdraw(case)
            self.model.consent_ends(case)

    def _withdraw(self, case: str) -> None:
        worker = self.worker(case)
        assert worker is not None
        with for_member(worker) as by:
            for consent in Consent.objects.filter(
                migrant=self.cases[case].migrant, withdrawn_at__isnull=True
            ):
                withdraw_consent(by=by, consent=consent, now=NOW, today=TODAY)

    def refer(self, case: str, clinic: str, *, classes: frozenset[str]) -> None:
        worker = self.worker(case)
        if worker is None or not self.model.may_refer(case, clinic):
            return
        house: Organisation = getattr(self.cast, clinic)
        key = str(uuid.uuid4())
        self.sent[key] = send(worker, self.cases[case], house, *sorted(classes))
        self.model.referrals[key] = Sent(case, clinic, classes)

    def _first(self, case: str, clinic: str, state: str) -> str | None:
        fitting = (
            key
            for key, one in self.model.referrals.items()
            if (one.case, one.clinic, one.state) == (case, clinic, state)
        )
        return next(fitting, None)

    def accept(self, case: str, clinic: str) -> None:
        key, doctor = self._first(case, clinic, "sent"), self.acting(CLINICS[clinic])
        if key and doctor:
            accept(doctor, self.sent[key])
            self.model.referrals[key].state = "accepted"

    def answer(self, case: str, clinic: str) -> None:
        key, doctor = self._first(case, clinic, "accepted"), self.acting(CLINICS[clinic])
        if key and doctor:
            answer(doctor, self.sent[key])
            self.model.referrals[key].state = "answered"

    def cancel(self, case: str, clinic: str) -> None:
        key, worker = self._first(case, clinic, "sent"), self.worker(case)
        if key and worker:
            with for_member(worker) as by:
                cancel_referral(by=by, referral=self.sent[key], reason="No need", now=NOW)
            self.model.referrals[key].state = "cancelled"

    def time_runs_out(self, case: str, clinic: str) -> None:
        key = self._first(case, clinic, "accepted")
        if key:
            ended = NOW - datetime.timedelta(days=1)
            with for_system(reason="tests"):
                CaseGrant.objects.filter(source_id=self.sent[key].pk).update(
                    ends_at=ended, end_reason="consent_ends"
                )
            self.model.referrals[key].state = "run out"

    def suspend(self, name: str) -> None:
        membership = self.cast.members[name].membership
        with for_system(reason="tests") as system:
            suspend_member(by=system, membership=membership)
        self.model.people[name].is_active = False

    def come_back(self, name: str) -> None:
        self._change(name, is_active=True)

    def show_tuberculosis(self, name: str) -> None:
        self._change(name, may_see_tb=not self.model.people[name].may_see_tb)

    def change_role(self, name: str) -> None:
        other = {"caseworker": "supervisor", "supervisor": "caseworker"}
        if (role := self.model.people[name].role) in other:
            self._change(name, role=other[role])

    def _change(self, name: str, **columns: str | bool) -> None:
        Membership.objects.filter(pk=self.cast.members[name].membership.pk).update(**columns)
        for column, value in columns.items():
            setattr(self.model.people[name], column, value)

    def assign(self, case: str, name: str) -> None:
        leader, held = self.acting("saule"), self.model.cases[case]
        somebody = self.model.people[name]
        is_possible = somebody.is_active and somebody.role == "caseworker"
        if leader and leader.role == "supervisor" and is_possible and somebody.house == held.house:
            with for_member(leader) as by:
                to_id = self.cast.members[name].user_id
                assign_case(by=by, case=self.cases[case], to_id=to_id, now=NOW)
            held.caseworker = name

    # --- what everybody sees ---------------------------------------------------------------------

    def seen_by_rule(self, name: str) -> Seen:
        """Return what the application shows, with row-level security held open."""
        acting = self.acting(name)
        if acting is None:
            return {}
        with for_system(reason="tests"):
            cases = list(Case.objects.visible_to(acting))
            return {self._named(case.pk): _words(classes_on_case(acting, case)) for case in cases}

    def seen_in_sql(self, name: str) -> Seen:
        """Return what the database shows whoever is bound, and the classes of its grants."""
        acting = self.acting(name)
        found: dict[str, frozenset[str]] = {}
        if acting is None:
            return found
        row_security.bind(acting)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT c.id, g.data_classes FROM cases_case c JOIN cases_casegrant g ON"
                " g.case_id = c.id AND g.organisation_id = %s"
                " AND (g.ends_at IS NULL OR g.ends_at > statement_timestamp())",
                [acting.organisation_id],
            )
            for key, classes in cursor.fetchall():
                case = self._named(key)
                found[case] = found.get(case, frozenset()) | (set(classes) & _words(acting.reads))
        row_security.bind(None)
        return found

    def _named(self, key: uuid.UUID) -> str:
        return next(name for name, case in self.cases.items() if case.pk == key)


def _words(classes: frozenset[object]) -> frozenset[str]:
    return frozenset(str(one) for one in classes)
