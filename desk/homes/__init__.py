"""Each role's home page: what needs me today."""

import datetime
from collections.abc import Callable

from accounts.acting import Acting
from accounts.permissions import Role
from desk.figures import FigureBlock
from desk.homes.admin import figures_for_admin, for_admin
from desk.homes.analyst import figures_for_analyst, for_analyst
from desk.homes.caseworker import for_caseworker
from desk.homes.clinic import for_clinic
from desk.homes.consulate import for_consulate
from desk.homes.reception import for_reception
from desk.homes.supervisor import for_supervisor
from desk.homes.system_admin import for_system_admin
from desk.work import WorkSection

HOMES: dict[Role, Callable[[Acting, datetime.datetime], list[WorkSection]]] = {
    Role.CASEWORKER: for_caseworker,
    Role.SUPERVISOR: for_supervisor,
    Role.CLINIC_STAFF: for_clinic,
    Role.CONSULATE_OFFICER: for_consulate,
    Role.RECEPTION_OFFICER: for_reception,
    Role.ORGANISATION_ADMIN: for_admin,
    Role.HEALTH_ANALYST: for_analyst,
    Role.SYSTEM_ADMIN: for_system_admin,
}
FIGURES: dict[Role, Callable[[Acting, datetime.datetime], list[FigureBlock]]] = {
    Role.ORGANISATION_ADMIN: figures_for_admin,
    Role.HEALTH_ANALYST: figures_for_analyst,
}


def sections_for(acting: Acting, now: datetime.datetime) -> list[WorkSection]:
    """Return what waits for this member, the most pressing first."""
    return HOMES[acting.role](acting, now)


def filled_first(sections: list[WorkSection]) -> list[WorkSection]:
    """Return the sections with those below where nothing waits, otherwise in their order."""
    return sorted(sections, key=lambda section: not section.items)


def figures_for(acting: Acting, now: datetime.datetime) -> list[FigureBlock]:
    """Return the figures that stand below; only roles that work with figures have any."""
    make = FIGURES.get(acting.role)
    return make(acting, now) if make else []
