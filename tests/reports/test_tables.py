"""Tables are put together from counts; nothing is lost and nothing is counted twice."""

from reports.tables import Row, Table, beside, counted, crossed, margin, summed

CUBE: dict[tuple[str, ...], int] = {
    ("KG", "female", "0-4"): 2,
    ("KG", "male", "0-4"): 3,
    ("TJ", "male", "65+"): 4,
}
COUNTRIES = (("KG", "Kyrgyzstan"), ("TJ", "Tajikistan"), ("UZ", "Uzbekistan"))


def test_a_margin_adds_up_what_differs_only_elsewhere() -> None:
    assert margin(CUBE, 0) == {("KG",): 5, ("TJ",): 4}
    assert margin(CUBE, 2, 0) == {("0-4", "KG"): 5, ("65+", "TJ"): 4}
    assert margin({}, 0) == {}


def test_every_code_has_a_row_in_its_order_even_where_nothing_was_counted() -> None:
    assert counted({"TJ": 4}, COUNTRIES) == (
        Row("Kyrgyzstan", (0,)),
        Row("Tajikistan", (4,)),
        Row("Uzbekistan", (0,)),
    )


def test_a_crossed_row_ends_with_its_sum() -> None:
    rows = crossed(margin(CUBE, 0, 1), COUNTRIES, ["female", "male"])
    assert [row.cells for row in rows] == [(2, 3, 5), (0, 4, 4), (0, 0, 0)]
    assert summed("Total", rows).cells == (2, 7, 9)


def test_two_countings_stand_beside_each_other() -> None:
    rows = beside(COUNTRIES, margin(CUBE, 0), {("UZ",): 1})
    assert [row.cells for row in rows] == [(5, 0), (4, 0), (0, 1)]


def test_a_line_says_which_column_each_cell_is_in_and_the_total_comes_last() -> None:
    rows = (Row("Kyrgyzstan", (2, None)),)
    table = Table("key", "Title", ("Citizenship", "Women", "Men"), rows, Row("Total", (2, None)))
    first, last = table.lines
    assert first.cells == (("Women", 2), ("Men", None))
    assert (first.is_total, last.is_total) == (False, True)


def test_a_table_without_a_total_has_its_rows_only() -> None:
    rows = (Row("Kyrgyzstan", (2,)),)
    assert [line.label for line in Table("key", "T", ("A", "B"), rows).lines] == ["Kyrgyzstan"]
