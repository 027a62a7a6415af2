"""What a rule says and nobody would miss today, with the reason: something else says it too.

Whatever stands here and is noticed after all must go: the complete run says so.
"""

import json
from pathlib import Path

# By condition, why nobody misses it; `said_twice.json` says in which policies.
REASONS = {
    "(g.organisation_id = ORGANISATION_ID)": "the policy on grants shows nobody those of others,"
    " and staff who gave a grant hold the case themselves",
    "((g.ends_at IS NULL) OR (g.ends_at > statement_timestamp()))": "a holder's own never end",
    "(g.ends_at > statement_timestamp())": "a holder's own never end",
    "(g.ends_at IS NULL)": "staff see by their own grants, whose end is never set",
    "(organisation_id = ORGANISATION_ID)": "only the holder of a case or file writes such rows",
    "(sender_id = ORGANISATION_ID)": "only the holder of a case sends it",
    "(SCOPE = ANY (ARRAY['own', 'team']))": "no other scope reaches the file or case looked at",
    "(SCOPE = 'own')": "in no other scope does the caseworker's key fit",
    "(SCOPE = 'ref')": "in no other scope are grants of others seen",
    "(SCOPE = 'env')": "nobody works for a consulate or a centre in another scope",
    "(m.organisation_id = ORGANISATION_ID)": "staff see no file but their organisation's",
    "(owner_id = ORGANISATION_ID)": "a trigger asks whose the case is",
    "(reason = 'referral')": "a grant for another reason has no source to be accepted",
    "(o.kind = 'consulate')": "only consulates have a country",
}
FILE = Path(__file__).with_name("said_twice.json")
SAID_TWICE: dict[str, list[str]] = json.loads(FILE.read_text(encoding="utf-8"))
HOLDER = "only the holder of a case or file writes such rows, and others do not see it"
RULES_SAID_TWICE = {
    "CaseGrantQuerySet.opening_to: without current": "the system is asked by no rule",
    "ConsentQuerySet.visible_to: without organisation_id=actor.organisation_key": HOLDER,
    "EnvelopeQuerySet.visible_to: without sender_id=actor.organisation_key": HOLDER,
    "LegalBasisQuerySet.visible_to: without organisation_id=actor.organisation_key": HOLDER,
    "MuteQuerySet.visible_to: without organisation_id=actor.organisation_key": HOLDER,
    "ReferralQuerySet.visible_to: without sender_id=actor.organisation_key": HOLDER,
    "ReminderQuerySet.visible_to: without organisation_id=actor.organisation_key": HOLDER,
    "StateContactBlockQuerySet.visible_to: without organisation_id=actor.organisation_key": HOLDER,
    "SymptomScreenQuerySet.visible_to: without organisation_id=actor.organisation_key": HOLDER,
    "TaskQuerySet.visible_to: without organisation_id=actor.organisation_key": HOLDER,
}


def repeated(table: str, command: str) -> frozenset[str]:
    """Return the mutants of a table's policies for a command that may live."""
    return frozenset(SAID_TWICE.get(f"{table} {command}", ()))
