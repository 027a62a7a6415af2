"""The table in code is the table of access.md, cell by cell, for those who read files."""

import pytest

from accounts.permissions import (
    CELLS,
    ROLE_READS,
    Cell,
    DataClass,
    Mask,
    Relation,
    Role,
    Scope,
    cell,
    may_write,
    readable,
)

OWN, TEAM, REF, NONE = Scope.OWN, Scope.TEAM, Scope.REFERRED, Scope.NONE
CW, CS, CL = Role.CASEWORKER, Role.SUPERVISOR, Role.CLINIC_STAFF
D = DataClass

# As it stands in access.md: whose rows are read, whose written, mask, BG.
EXPECTED = {
    # 1 | own RCU F; team R; BG | team RU, merge | ref R; BG
    (CW, D.IDENTITY): Cell(TEAM, OWN, Mask.OFF, True),
    (CS, D.IDENTITY): Cell(TEAM, TEAM, Mask.OFF, False),
    (CL, D.IDENTITY): Cell(REF, NONE, Mask.OFF, True),
    # 2 | own RCU | team R | ref R
    (CW, D.OTHER_NAMES): Cell(OWN, OWN, Mask.OFF, False),
    (CS, D.OTHER_NAMES): Cell(TEAM, NONE, Mask.OFF, False),
    (CL, D.OTHER_NAMES): Cell(REF, NONE, Mask.OFF, False),
    # 3 | own RCU, masked until asked | team R masked; BG | ref R: phone for appointments
    (CW, D.CONTACT): Cell(OWN, OWN, Mask.UNTIL_ASKED, False),
    (CS, D.CONTACT): Cell(TEAM, NONE, Mask.ALWAYS, True),
    (CL, D.CONTACT): Cell(REF, NONE, Mask.UNTIL_ASKED, False),
    # 4 | own RCU | team R | –
    (CW, D.STAY): Cell(OWN, OWN, Mask.OFF, False),
    (CS, D.STAY): Cell(TEAM, NONE, Mask.OFF, False),
    (CL, D.STAY): Cell(NONE, NONE, Mask.OFF, False),
    # 5 | own RC | team R | ref RCU; BG
    (CW, D.HEALTH): Cell(OWN, OWN, Mask.OFF, False),
    (CS, D.HEALTH): Cell(TEAM, NONE, Mask.OFF, False),
    (CL, D.HEALTH): Cell(REF, REF, Mask.OFF, True),
    # 6 | own R and C doses, with may_see_tb; BG | counts; BG | ref RCU with may_see_tb
    (CW, D.TB): Cell(OWN, OWN, Mask.OFF, True),
    (CS, D.TB): Cell(NONE, NONE, Mask.OFF, True),
    (CL, D.TB): Cell(REF, REF, Mask.OFF, False),
    # 7 | own RC | team R | own notes
    (CW, D.NOTES): Cell(OWN, OWN, Mask.OFF, False),
    (CS, D.NOTES): Cell(TEAM, NONE, Mask.OFF, False),
    (CL, D.NOTES): Cell(OWN, OWN, Mask.OFF, False),
}


@pytest.mark.parametrize(("role", "data_class"), EXPECTED, ids=str)
def test_each_cell_is_that_of_the_matrix(role: Role, data_class: DataClass) -> None:
    assert cell(role, data_class) == EXPECTED[role, data_class]


@pytest.mark.parametrize("role", sorted(set(Role) - {CW, CS, CL}))
@pytest.mark.parametrize("relation", Relation)
def test_nobody_else_reads_or_writes_any_class_of_a_file_not_even_in_an_emergency(
    role: Role, relation: Relation
) -> None:
    assert readable(role, relation) == set()
    assert not any(may_write(role, one) for one in DataClass)


def test_what_each_role_reads_follows_from_its_cells() -> None:
    everything = set(DataClass)
    expected = {CW: everything, CS: everything - {D.TB}, CL: everything - {D.STAY}}
    assert expected == ROLE_READS
    assert CELLS.keys() == ROLE_READS.keys()


def test_of_a_colleagues_file_a_caseworker_knows_class_1_and_nothing_else() -> None:
    assert readable(CW, Relation.IN_THE_TEAM) == {D.IDENTITY}
    assert readable(CL, Relation.IN_THE_TEAM) == set()


def test_breaking_the_glass_opens_what_the_matrix_says_and_nothing_else() -> None:
    opened = {role: readable(role, Relation.IN_EMERGENCY) for role in (CW, CS, CL)}
    assert opened == {
        CW: {D.IDENTITY, D.TB},
        CS: {D.CONTACT, D.TB},
        CL: {D.IDENTITY, D.HEALTH},
    }
