"""People registered in the month."""

from collections import Counter

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.models import Migrant
from reports.blocks import words
from reports.blocks.age_band import age_band, band_code
from reports.blocks.words import Words
from reports.facts import Facts
from reports.slices import Slice
from reports.tables import Figure, Section, Table, crossed, margin, summed

CITIZENSHIP, SEX, AGE = range(3)


def registered(slice_: Slice) -> Counter[tuple[str, ...]]:
    """Count by citizenship, sex and age on the day of registration: one query."""
    rows = (
        Migrant.objects.filter(slice_.ours("organisation"), slice_.within("registered_at"))
        .annotate(band=age_band("", "registered_at"))
        .values_list("citizenship", "sex", "band")
        .annotate(count=Count("pk"))
    )
    return Counter({(one, sex, band_code(band)): count for one, sex, band, count in rows})


def facts(slice_: Slice) -> Facts:
    """Count who was registered: by citizenship and sex, by age and sex."""
    cube = registered(slice_)
    return {
        "people_by_citizenship": margin(cube, CITIZENSHIP, SEX),
        "people_by_age": margin(cube, AGE, SEX),
    }


def section(found: Facts) -> Section:
    """Return the facts as tables."""
    by_citizenship = _by_sex(
        "people_by_citizenship",
        _("People registered, by citizenship"),
        words.citizenship(),
        found["people_by_citizenship"],
    )
    by_age = _by_sex(
        "people_by_age",
        _("People registered, by age"),
        words.age(),
        found["people_by_age"],
        _("Where only the year or the month of birth is known, the youngest possible age counts."),
    )
    figure = Figure(_("People registered"), found["people_by_age"].total())
    title = pgettext("navigation", "People")
    return Section("people", title, (by_citizenship, by_age), (figure,))


def _by_sex(
    key: str, title: str, what: Words, counts: Counter[tuple[str, ...]], note: str = ""
) -> Table:
    sexes = words.sex().labels
    rows = crossed(counts, what.labels, [code for code, _label in sexes])
    columns = (what.heading, *(label for _code, label in sexes), words.total())
    return Table(key, title, columns, rows, summed(words.total(), rows), note)
