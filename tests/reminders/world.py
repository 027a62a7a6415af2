"""A small world in which everything may happen to a few reminders, in any order."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Callable

from accounts.acting import for_member
from cases.models import Migrant
from referrals.models import Referral
from reminders import actions
from reminders.choices import MuteReason
from reminders.dispatch import send_due, settle_open
from reminders.gateway import Answer, InDoubt, Message, NotAccepted, Status
from tests.cast import NOW, TODAY, Cast
from tests.reminders.gateways import FakeGateway, Killed
from tests.reminders.stage import (
    BY,
    DAY,
    agree,
    at_noon,
    expected,
    let_the_hour_come,
    moved,
    plan,
    receipt,
    reminders,
    to_do,
)

FAULTS = ("", "killed_before", "killed_after", "lost_before", "lost_after", "busy")
HOUR = datetime.timedelta(hours=1)


# What may still move without anybody doing anything.
RESTLESS = ("scheduled", "claimed", "in_doubt")


def with_an_appointment_and_a_call(cast: Cast) -> Referral:
    """Give Gulnara something to be told of: three reminders in all."""
    to_do(cast, "call_back", TODAY + DAY)
    return expected(cast)


class World:
    """Gulnara's appointment and a call back, a gateway, workers that die, receipts that stray."""

    def __init__(self, cast: Cast, referral: Referral) -> None:
        self.cast, self.gateway = cast, FakeGateway()
        self.referral = referral
        self.keys: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
        self.asleep: list[tuple[actions.Claimed, Answer | None]] = []
        self.somebody_slept = False
        self.acts: dict[str, Callable[[], object]] = {
            "plan": plan,
            "the hour comes": let_the_hour_come,
            "mute": self.mute,
            "allow": self.allow,
            "withdraw": lambda: agree(self.gulnara, may=False),
            "agree": lambda: agree(self.gulnara),
            "move within the day": lambda: self.move(at_noon(2) + HOUR),
            "move back": lambda: self.move(at_noon(2)),
            "move to another day": lambda: self.move(at_noon(4)),
            "fall asleep": self.fall_asleep,
            "send half asleep": self.send_half_asleep,
            "wake up": self.wake_up,
            "try again": self.try_again,
        }
        for fault in FAULTS:
            self.acts[f"send {fault}"] = lambda fault=fault: self.send(fault)  # type: ignore[misc]
        for fault in ("", "killed_before", "lost_before"):
            self.acts[f"settle {fault}"] = lambda fault=fault: self.settle(fault)  # type: ignore[misc]
        for status in (Status.QUEUED, Status.SENT, Status.DELIVERED, Status.FAILED):
            self.acts[f"receipt {status}"] = lambda status=status: self.tell(status)  # type: ignore[misc]

    @property
    def gulnara(self) -> Migrant:
        return self.cast.gulnara

    def do(self, name: str) -> None:
        """Let one thing happen, and check what must always hold."""
        self.acts[name]()
        self.gateway.next.clear()
        for one in reminders():
            self.keys[one.pk].add(one.key)
        self.nobody_is_told_twice()

    def send(self, fault: str) -> None:
        self.gateway.next = [fault]
        try:
            send_due(by=BY, gateway=self.gateway, seconds=0.001 if fault else 5)
        except Killed:
            return

    def settle(self, fault: str) -> None:
        self.gateway.next = [fault]
        try:
            settle_open(by=BY, gateway=self.gateway, seconds=5)
        except Killed:
            return

    def tell(self, status: Status) -> None:
        """Let the gateway tell of what it took last; what it once said in the end it keeps to."""
        final = {Status.DELIVERED, Status.FAILED}
        for key in self.gateway.taken:
            known = self.gateway.status[key].status
            if known not in final:
                self.gateway.say(key, status)
            if known not in final or status not in final:
                receipt(key, status)
                return

    def move(self, at: datetime.datetime) -> None:
        self.referral = moved(self.cast, self.referral, at)

    def mute(self) -> None:
        with for_member(self.cast.aigul) as by:
            actions.stop_messages(by=by, migrant=self.gulnara, reason=MuteReason.OPTED_OUT, now=NOW)

    def allow(self) -> None:
        with for_member(self.cast.aigul) as by:
            actions.allow_messages_again(by=by, migrant=self.gulnara, now=NOW)

    def try_again(self) -> None:
        for one in reminders(state="failed"):
            with for_member(self.cast.aigul) as by:
                actions.try_again(by=by, reminder=one, now=NOW)

    def fall_asleep(self) -> None:
        claimed = actions.claim_next(by=BY)
        if claimed:
            self.somebody_slept = True
            self.asleep.append((claimed, None))

    def send_half_asleep(self) -> None:
        if self.asleep and self.asleep[0][1] is None:
            claimed, _ = self.asleep.pop(0)
            try:
                answer = self.gateway.send(Message(claimed.key, claimed.phone, claimed.text))
            except (InDoubt, NotAccepted):
                return
            self.asleep.append((claimed, answer))

    def wake_up(self) -> None:
        for claimed, answer in self.asleep:
            if answer:
                actions.record_answer(by=BY, claimed=claimed, answer=answer)
        self.asleep = [one for one in self.asleep if one[1] is None]

    def nobody_is_told_twice(self) -> None:
        """Whatever the number of tries, at most one message about one thing reaches a person."""
        for keys in self.keys.values():
            taken = [key for key in keys if key in self.gateway.taken]
            failed = [key for key in taken if self.gateway.status[key].status is Status.FAILED]
            assert len(taken) - len(failed) <= 1
        sends = [key for verb, key in self.gateway.calls if verb == "send"]
        if not self.somebody_slept:
            # Not even by mistake: what the gateway took is never handed to it again.
            assert all(self.gateway.sent_out[key] <= 1 for key in sends)
            assert self.gateway.repeated == 0, "it was handed over again"

    def come_to_rest(self) -> None:
        """Let all workers live and the line be good, until nothing is left to do."""
        while self.asleep:
            self.do("send half asleep")
            self.do("wake up")
        for _ in range(12):
            self.do("plan")
            if not reminders(state__in=RESTLESS):
                return
            for name in ("the hour comes", "settle ", "send "):
                self.do(name)
