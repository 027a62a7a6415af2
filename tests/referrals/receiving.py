"""Every move of the receiver as it is sent by their browser."""

import datetime

from tests.cast import TODAY, Cast

DAY = datetime.timedelta(days=1)
NEXT_WEEK = TODAY + 7 * DAY
SCHEDULE = {"on": NEXT_WEEK.isoformat(), "at": "14:30", "place": "Room 4"}
ANSWER = {"outcome": "treated", "findings": "A cold", "advice": "", "next_visit_on": ""}
# A move, from where, what is sent along, where it leads.
MOVES: list[tuple[str, str, dict[str, str], str]] = [
    ("receive", "sent", {}, "received"),
    ("accept", "received", {}, "accepted"),
    ("decline", "received", {"because": "no_capacity", "note": "Full"}, "declined"),
    ("redirect", "received", {"to": "{hospital.pk}", "note": "They can"}, "redirected"),
    ("schedule", "accepted", SCHEDULE, "scheduled"),
    ("schedule", "scheduled", SCHEDULE, "scheduled"),
    ("schedule", "did_not_arrive", SCHEDULE, "scheduled"),
    ("arrive", "scheduled", {}, "arrived"),
    ("miss", "scheduled", {}, "did_not_arrive"),
    ("complete", "arrived", ANSWER, "completed"),
    ("leave_early", "arrived", {"note": "Went away"}, "left_early"),
]


def filled(cast: Cast, data: dict[str, str]) -> dict[str, str]:
    return {name: value.format(**vars(cast)) for name, value in data.items()}
