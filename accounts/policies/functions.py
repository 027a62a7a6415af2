"""Functions that policies call: with the owner's rights, for what a policy itself may not look at.

Files are seen by way of grants and referrals by way of cases: a policy on grants that looked at
referrals would recurse. So a function looks, with the system's setting on, which is put back
before it returns.

It says nothing to whoever calls it by hand that they could not read anyway: a clinic sees the
referrals that were sent to it, and of any other the answer is no.
"""

from dataclasses import dataclass

from accounts.row_security import ORGANISATION_ID, SCOPE


@dataclass(frozen=True)
class Function:
    """A function with the owner's rights: what it takes, what it gives, what it does."""

    arguments: str
    returns: str
    body: str

    def signature(self, name: str) -> str:
        """Return how PostgreSQL names it: without the names of its arguments."""
        types = (argument.split()[-1] for argument in self.arguments.split(","))
        return f"{name}({', '.join(types)})"


# By a referral addressed to it, accepted just now, with no more classes than the sender put in and
# on the sender's basis.
IS_ACCEPTED = f"""
DECLARE
    before text := COALESCE(current_setting('app.system', true), '');
    is_accepted boolean;
BEGIN
    PERFORM set_config('app.system', 'on', true);
    SELECT EXISTS (
        SELECT 1 FROM referrals_referral r WHERE r.id = held.source_id AND r.state = 'accepted'
        AND r.case_id = held.case_id AND r.recipient_id = held.organisation_id
        AND r.sender_id = held.owner_id AND held.data_classes <@ r.data_classes
        AND r.consent_id IS NOT DISTINCT FROM held.consent_id
        AND r.legal_basis_id IS NOT DISTINCT FROM held.legal_basis_id
        AND r.recipient_id = {ORGANISATION_ID} AND {SCOPE} = 'ref'
    ) INTO is_accepted;
    PERFORM set_config('app.system', before, true);
    RETURN is_accepted;
END """

# What the cases of a file are about, as far as whoever asks opened it: only the number and the state,
# unless the word itself belongs to a class that the glass opened.
IN_EMERGENCY = """
DECLARE
    before text := COALESCE(current_setting('app.system', true), '');
    who uuid := NULLIF(current_setting('app.user_id', true), '')::uuid;
    for_whom uuid := NULLIF(current_setting('app.organisation_id', true), '')::uuid;
    opened cases_brokenglass%ROWTYPE;
BEGIN
    IF COALESCE(current_setting('app.scope', true), '') NOT IN ('own', 'team', 'ref') THEN
        RETURN;
    END IF;
    PERFORM set_config('app.system', 'on', true);
    SELECT * INTO opened FROM cases_brokenglass b WHERE b.migrant_id = which
        AND b.user_id = who AND b.organisation_id = for_whom
        AND b.ends_at > statement_timestamp() ORDER BY b.ends_at DESC LIMIT 1;
    RETURN QUERY SELECT c.id, c.number, CASE
            WHEN c.kind = 'tuberculosis' AND 'tb' = ANY (opened.classes) THEN c.kind
            WHEN c.kind NOT IN ('tuberculosis', 'trafficking') AND 'health' = ANY (opened.classes)
                THEN c.kind
            ELSE '' END, c.state
        FROM cases_case c WHERE c.id = ANY (opened.case_ids) ORDER BY c.id;
    PERFORM set_config('app.system', before, true);
END """

FUNCTIONS = {
    "cases_in_emergency": Function(
        "which uuid", "TABLE (id uuid, number text, kind text, state text)", IN_EMERGENCY
    ),
    "referrals_is_accepted": Function("held cases_casegrant", "boolean", IS_ACCEPTED),
}
