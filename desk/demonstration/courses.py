"""The ways of the demonstration's referrals, as days before today (below zero: days ahead)."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Course:
    """Who asks whom, and how far it went."""

    by: str
    to: str
    drafted: int = 0
    sent: int | None = None
    received: int | None = None
    accepted: int | None = None
    scheduled: int | None = None
    appointment: tuple[int, int] = (0, 10)  # days before today, and the hour
    missed: int | None = None
    arrived: int | None = None
    completed: int | None = None
    left_early: int | None = None
    declined: int | None = None
    redirected: int | None = None
    cancelled: int | None = None
    noted: int | None = None
    expires: bool = False
    # The person withdraws their consent while it is under way.
    withdraws: bool = False

    @property
    def begins(self) -> int:
        """Days before today on which it was written."""
        return self.sent or self.drafted

    @property
    def came(self) -> bool:
        return self.arrived is not None

    def hurried(self) -> "Course":
        """Return the way of somebody who cannot wait: received, accepted and seen that day."""
        day = self.begins
        return replace(
            self, received=day, accepted=day, scheduled=day, appointment=(day, 13), arrived=day
        )


def _scheduled(by: str, to: str, accepted: int, appointment: tuple[int, int]) -> Course:
    return Course(
        by, to, sent=accepted + 2, received=accepted + 1, accepted=accepted,
        scheduled=accepted, appointment=appointment,
    )  # fmt: skip


def _missed(by: str, to: str, day: int) -> Course:
    return Course(
        by, to, sent=day + 8, received=day + 7, accepted=day + 6, scheduled=day + 5,
        appointment=(day, 11), missed=day - 1,
    )  # fmt: skip


def _arrived(by: str, to: str, day: int) -> Course:
    return Course(
        by, to, sent=day + 7, received=day + 6, accepted=day + 5, scheduled=day + 5,
        appointment=(day, 9), arrived=day,
    )  # fmt: skip


def _completed(by: str, to: str, day: int, *, noted: bool = True) -> Course:
    return Course(
        by, to, sent=day + 12, received=day + 11, accepted=day + 10, scheduled=day + 9,
        appointment=(day + 5, 10), arrived=day + 5, completed=day, noted=day - 1 if noted else None,
    )  # fmt: skip


A, Z, D, T = "aigerim", "zhanna", "daniyar", "dinara"
TB, H = "tb_clinic", "hospital"

COURSES = (
    # written, not sent
    Course(A, TB, drafted=1),
    Course(A, H, drafted=4),
    Course(Z, TB, drafted=2),
    # sent
    Course(A, TB, sent=1),
    Course(A, H, sent=2),
    Course(A, TB, sent=11),
    Course(Z, TB, sent=2),
    Course(Z, H, sent=9),
    Course(D, H, sent=1),
    Course(T, H, sent=2),
    Course(T, H, sent=12),
    # received
    Course(A, TB, sent=5, received=3),
    Course(A, H, sent=4, received=3),
    Course(Z, TB, sent=16, received=14),
    Course(D, H, sent=6, received=4),
    Course(D, H, sent=18, received=16),
    # accepted, no appointment yet
    Course(A, TB, sent=6, received=5, accepted=3),
    Course(A, H, sent=17, received=16, accepted=13),
    Course(Z, TB, sent=5, received=4, accepted=2),
    Course(D, H, sent=4, received=3, accepted=1),
    Course(D, H, sent=9, received=8, accepted=6, withdraws=True),
    # expected today
    _scheduled(A, TB, 6, (0, 9)),
    _scheduled(Z, TB, 5, (0, 11)),
    _scheduled(A, TB, 4, (0, 15)),
    _scheduled(A, H, 5, (0, 10)),
    _scheduled(D, H, 3, (0, 14)),
    # expected earlier, not marked
    _scheduled(Z, TB, 12, (2, 12)),
    _scheduled(D, H, 26, (18, 9)),
    # expected later
    _scheduled(A, TB, 4, (-2, 10)),
    _scheduled(Z, TB, 3, (-3, 9)),
    _scheduled(A, H, 3, (-7, 12)),
    _scheduled(T, H, 4, (-4, 16)),
    # did not come
    _missed(A, TB, 3),
    _missed(A, H, 5),
    _missed(A, TB, 19),
    _missed(Z, TB, 4),
    _missed(D, H, 2),
    _missed(T, H, 4),
    # here now
    _arrived(A, TB, 3),
    _arrived(Z, TB, 9),
    _arrived(A, TB, 38),
    _arrived(A, H, 2),
    _arrived(D, H, 6),
    _arrived(T, H, 4),
    # answered
    _completed(A, TB, 2, noted=False),
    _completed(A, H, 3, noted=False),
    _completed(A, TB, 6, noted=False),
    _completed(Z, TB, 5, noted=False),
    _completed(D, H, 1, noted=False),
    _completed(A, TB, 24),
    _completed(A, H, 37),
    _completed(A, TB, 61),
    _completed(Z, TB, 30),
    _completed(Z, TB, 74),
    _completed(Z, H, 52),
    _completed(D, H, 21),
    _completed(D, H, 45),
    _completed(T, H, 28),
    _completed(T, H, 4, noted=False),
    # no
    Course(A, H, sent=7, received=6, declined=4),
    Course(Z, TB, sent=33, received=32, declined=31, noted=30),
    Course(D, H, sent=20, received=18, declined=17, noted=16),
    # not us, but them
    Course(A, H, sent=8, received=7, redirected=5),
    Course(D, H, sent=40, received=39, redirected=38, noted=37),
    # left before the end
    Course(A, TB, sent=30, received=29, accepted=28, scheduled=28, appointment=(24, 9),
           arrived=24, left_early=15, noted=14),
    Course(Z, H, sent=15, received=14, accepted=13, scheduled=13, appointment=(9, 9),
           arrived=9, left_early=7),
    # taken back
    Course(A, TB, sent=19, received=18, cancelled=16),
    Course(D, H, sent=12, cancelled=11),
    # silence
    Course(A, H, sent=44, expires=True),
    Course(Z, TB, sent=70, received=67, expires=True),
    Course(T, TB, sent=58, expires=True),
)  # fmt: skip
