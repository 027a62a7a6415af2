"""Every policy of row-level security, in one place: table, and who may read, add and change rows.

Data only: SQL over names of tables, those of higher rooms too, and no import of them. What stands
here is put in force after each migration (`accounts.enforcement`), and `manage apply_policies
--check` says whether the database agrees.

To add a table: a row in `TABLES` of the module of its noun, built from `conditions`:

    "cases_visit": Table(select=staff_row("cases_visit"), insert=staff_row("cases_visit")),

`select`, `insert`, `update` are conditions over its columns; what is left out is nobody's, the
system alone does it. `more` names further policies for adding, `rights` what the plain role may do
at all (reading, adding, changing). A policy on grants (`cases_casegrant`) may look at no other
table, or it would recurse. A function with the owner's rights that a policy calls goes into
`functions`. A migration says nothing of policies but `unprotected("cases_visit")`, which takes them
off on the way back.
Whatever row goes in, `visible_to` of the model must say the same (`tests/test_row_security.py`).
"""

from accounts.policies import (
    envelopes,
    files,
    history,
    messages,
    of_the_house,
    oversight,
    referring,
)
from accounts.policies.functions import FUNCTIONS
from accounts.policies.table import Policy, Table

TABLES: dict[str, Table] = {
    **files.TABLES,
    **history.TABLES,
    **oversight.TABLES,
    **referring.TABLES,
    **envelopes.TABLES,
    **messages.TABLES,
    **of_the_house.TABLES,
}

__all__ = ["FUNCTIONS", "TABLES", "Policy", "Table"]
