"""The matrix of access.md once more, the other way round: for each act, who may do it.

Held against `accounts.permissions` cell by cell: whoever changes a cell there says so here too.
CW caseworker, CS supervisor, CL clinic staff, CO consulate officer, RO reception-centre officer,
HD health-department analyst, OA organisation admin, SA system administrator.
"""

from accounts.permissions import Cell, DataClass, Mask, Permission, Role, Scope

LETTERS = dict(zip(("CW", "CS", "CL", "CO", "RO", "HD", "OA", "SA"), Role, strict=True))
WHO_MAY = {
    "account.own": "CW CS CL CO RO HD OA SA",
    "home.see": "CW CS CL CO RO HD OA SA",
    "search.files": "CW CS CL",
    "migrant.see": "CW CS CL",
    "migrant.register": "CW",
    "migrant.change": "CW CS",
    "migrant.add_name": "CW",
    "contact.show": "CW CS CL",
    "case.see": "CW CS CL",
    "case.open": "CW",
    "case.move": "CW CS",
    "case.assign": "CS",
    "note.add": "CW CL",
    "task.keep": "CW CS",
    "consent.record": "CW",
    "consent.withdraw": "CW CS",
    "referral.see": "CW CS CL",
    "referral.send": "CW",
    "referral.answer": "CL",
    "custody.see": "RO",
    "custody.refer": "RO",
    "envelope.list": "CO",
    "envelope.see": "CW CS CO",
    "envelope.send": "CW",
    "envelope.answer": "CO",
    "state_contact.block": "CW CS",
    "state_contact.ask": "CW",
    "state_contact.allow": "CS",
    "reminder.see": "CW CS",
    "reminder.stop": "CW CS",
    "report.see": "CW CS OA",
    "report.export": "OA",
    "figures.city": "HD",
    "identity.see": "CW",
    "glass.break": "CW CS CL",
    "glass.review": "CS",
    "glass.confirm": "OA",
    "document.see": "CW CS CL",
    "document.add": "CW",
    "document.share": "CW",
    "access_log.see": "CW CS",
    "audit.see": "CW CS CL OA SA",
    "member.manage": "OA",
    "agreement.manage": "OA",
    "organisation.keep": "SA",
    "export.ask": "CS",
    "export.release": "OA",
    "data_request.keep": "CW CS",
    "data_request.decide": "CS",
}
WHO_READS = {
    "identity": "CW CS CL",
    "other_names": "CW CS CL",
    "contact": "CW CS CL",
    "stay": "CW CS",
    "health": "CW CS CL",
    "tb": "CW CL",
    "notes": "CW CS CL",
    "documents": "CW CS CL",
    "referral": "CW CS CL",
}
WHO_REACHES = {"CW": "own", "CS": "team", "CL": "ref", "CO": "env", "RO": "env"} | {
    "OA": "admin",
    "SA": "keeper",
}

# By role and class: whose rows are read / written, what hides the value, and whether the glass opens.
MATRIX = {
    "CW": {
        "identity": "team own off glass",
        "other_names": "own own off",
        "contact": "own own until_asked",
        "stay": "own own off",
        "health": "own own off",
        "tb": "own own off glass",
        "notes": "own own off",
        "documents": "own own off",
        "referral": "own own off",
    },
    "CS": {
        "identity": "team team off",
        "other_names": "team none off",
        "contact": "team none always glass",
        "stay": "team none off",
        "health": "team none off",
        "tb": "none none off glass",
        "notes": "team none off",
        "documents": "team none off",
        "referral": "team none off",
    },
    "CL": {
        "identity": "ref none off glass",
        "other_names": "ref none off",
        "contact": "ref none until_asked",
        "health": "ref ref off glass",
        "tb": "ref ref off",
        "notes": "own own off",
        "documents": "ref none off",
        "referral": "ref ref off",
    },
}


def cells_differ(table: dict[Role, dict[DataClass, Cell]]) -> bool:
    """Say whether a matrix is not this one; a cell that is not written means never."""
    return any(
        table.get(role, {}).get(one, Cell()) != _meant(letters, one)
        for letters, role in LETTERS.items()
        for one in DataClass
    )


def who_reads_in_emergency(role: Role) -> frozenset[DataClass]:
    """Return the classes that breaking the glass opens to a role."""
    letters = next(short for short, one in LETTERS.items() if one is role)
    return frozenset(one for one in DataClass if _meant(letters, one).glass)


def _meant(letters: str, data_class: DataClass) -> Cell:
    words = MATRIX.get(letters, {}).get(data_class, "none none off").split()
    return Cell(Scope(words[0]), Scope(words[1]), Mask(words[2]), glass="glass" in words)


def roles(letters: str) -> frozenset[Role]:
    """Return the roles that letters name."""
    return frozenset(LETTERS[one] for one in letters.split())


def permissions_differ(table: dict[Role, frozenset[Permission]]) -> bool:
    """Say whether a table of permissions is not this one."""
    meant = {
        role: frozenset(Permission(act) for act, who in WHO_MAY.items() if role in roles(who))
        for role in Role
    }
    return meant != table


def classes_differ(table: dict[Role, frozenset[DataClass]]) -> bool:
    """Say whether a table of classes is not this one; who is not named reads none."""
    return any(
        table.get(role, frozenset())
        != {DataClass(name) for name, who in WHO_READS.items() if role in roles(who)}
        for role in Role
    )


def scopes_differ(table: dict[Role, Scope]) -> bool:
    """Say whether a table of scopes is not this one; who is not named reaches nothing."""
    meant = {LETTERS[role]: Scope(scope) for role, scope in WHO_REACHES.items()}
    return any(table.get(role, Scope.NONE) != meant.get(role, Scope.NONE) for role in Role)
