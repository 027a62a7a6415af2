"""Which rows of this room go with a file, or with a reception centre's sheet on somebody it held.

A sheet has no file: its own key stands where a file's key does.
"""
# ruff: noqa: S608  (statements put together from constants of this house)

from cases.erasure import Lists, Rows
from cases.retention import Act

OF_FILE = "(migrant_id = whose OR (migrant_id IS NULL AND id = whose))"
REFERRALS = f"(SELECT id FROM referrals_referral WHERE {OF_FILE})"
OF_REFERRAL = f"referral_id IN {REFERRALS}"
OF_LETTER = "envelope_id IN (SELECT e.id FROM referrals_envelope e WHERE e.migrant_id = whose)"
DRAFTS = Rows("cases_draft", f"about IN (SELECT d::text FROM unnest(ARRAY{REFERRALS}) d)")
ERASE = (
    DRAFTS,
    Rows("referrals_envelopestep", OF_LETTER),
    Rows("referrals_envelopeanswer", OF_LETTER),
    Rows("referrals_envelope", "migrant_id = whose"),
    Rows("referrals_examination", OF_REFERRAL),
    Rows("referrals_formalanswer", OF_REFERRAL),
    Rows("referrals_referralanswer", OF_REFERRAL),
    Rows("referrals_referralstep", OF_REFERRAL),
    Rows("referrals_referral", OF_FILE),
)
ROWS: Lists = {Act.THIN: (DRAFTS,), Act.ERASE: ERASE}
