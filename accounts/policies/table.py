"""What the file says of one table: its policies by name, and what the plain role may do at all."""

from dataclasses import dataclass

from accounts.row_security import IS_SYSTEM


@dataclass(frozen=True)
class Policy:
    """One policy: for which command, over rows that stand (`using`), over rows written (`check`)."""

    command: str
    using: str = ""
    check: str = ""


@dataclass(frozen=True)
class Table:
    """One table's conditions in SQL over its columns; what is not given is nobody's.

    `rights` are what the plain role may do to the table at all: nothing is ever removed by it,
    unless a row of the file says so.
    """

    select: str
    insert: str = ""
    update: str = ""
    # Further ways to add a row, by the name of their policy.
    more: tuple[tuple[str, str], ...] = ()
    rights: frozenset[str] = frozenset({"SELECT", "INSERT", "UPDATE"})
    # Where rows are added in some columns only: which. The database fills the others.
    writes: tuple[str, ...] = ()

    @property
    def policies(self) -> dict[str, Policy]:
        """The policies by name."""
        found = {
            "system": Policy("ALL", using=IS_SYSTEM, check=IS_SYSTEM),
            "members_read": Policy("SELECT", using=self.select),
        }
        if self.insert:
            found["members_add"] = Policy("INSERT", check=self.insert)
        if self.update:
            found["members_change"] = Policy("UPDATE", using=self.update, check=self.update)
        return found | {name: Policy("INSERT", check=check) for name, check in self.more}
