"""Which roles a kind of organisation has, and which of them may be trusted with TB. Pure.

Behind the firewall (consulates, reception centres) there are officers and nobody else who sees
people; whoever reads the city's figures sees no person either. Every kind has its administrators.
"""

from accounts.permissions import Role

ADMIN = Role.ORGANISATION_ADMIN
CARERS = (Role.CASEWORKER, Role.SUPERVISOR, ADMIN)
ROLES_OF: dict[str, tuple[Role, ...]] = {
    "ngo": CARERS,
    "community": CARERS,
    "clinic": (Role.CLINIC_STAFF, ADMIN),
    "consulate": (Role.CONSULATE_OFFICER, ADMIN),
    "reception_centre": (Role.RECEPTION_OFFICER, ADMIN),
    "health_department": (Role.HEALTH_ANALYST, ADMIN),
}
# Kinds that never get a case opened to them: no agreement gives them one either.
FIREWALLED = frozenset({"consulate", "reception_centre", "health_department"})
MAY_BE_TRUSTED_WITH_TB = frozenset({Role.CASEWORKER, Role.CLINIC_STAFF})


def roles_of(kind: str) -> tuple[Role, ...]:
    """Return the roles that an organisation of the kind has; none for a kind nobody knows."""
    return ROLES_OF.get(kind, ())


def may_hold(kind: str | None, role: Role) -> bool:
    """Say whether the role belongs into the kind; None is a system administrator's nowhere."""
    if kind is None:
        return role is Role.SYSTEM_ADMIN
    return role in roles_of(kind)


def may_see_tb(role: Role) -> bool:
    """Say whether a member in the role can be trusted with TB, HIV and the like at all."""
    return role in MAY_BE_TRUSTED_WITH_TB


def may_agree(kind: str) -> bool:
    """Say whether organisations of the kind share files by an agreement."""
    return kind in ROLES_OF and kind not in FIREWALLED
