"""Lists of names: how their files are read, and what each line asks for."""

import io

import pytest

from archive.batch import (
    LONGEST,
    Line,
    UnreadableList,
    asked_for,
    decoded,
    first_column,
    line_as_query,
    lines_of_file,
    search_path,
    write_csv,
)

NAMES = "Nguyễn Văn A\r\nđối thoại\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_is_text_in_any_unicode(encoding: str) -> None:
    assert decoded(NAMES.encode(encoding)) == NAMES


@pytest.mark.parametrize(
    "content", ["Đống Đa".encode("utf-16")[:-1], b"PK\3\4\24\0\6\0\x08\0\0\0!\0", b"a\xf0b", b"a\0b"]
)
def test_what_is_no_such_text_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(UnreadableList):
        decoded(content)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tên,Năm\r\nNguyễn Văn A,1970\r\n", ["Tên", "Nguyễn Văn A"]),
        ("Tên;Năm\nỦy ban, phường;1970\n", ["Tên", "Ủy ban, phường"]),
        ("A\t1\nB\t2", ["A", "B"]),
        ('"Ủy ban, phường";1\n"gọi là ""A""";2\n', ["Ủy ban, phường", 'gọi là "A"']),
        ('"hai\ndòng"\nB', ["hai\ndòng", "B"]),
        ('"A;1\nB;2', ['"A', "B"]),
        ("A\n\nB", ["A", "B"]),
        ("x" * 200_000 + "\nB", ["x" * 200_000, "B"]),
        ("", []),
    ],
)
def test_of_csv_the_first_column_counts(text: str, names: list[str]) -> None:
    assert first_column(text) == names
    assert lines_of_file(text.encode(), "Danh sách.CSV") == names


def test_of_other_files_whole_lines_count() -> None:
    assert lines_of_file(b"A, B\nC", "names.txt") == ["A, B", "C"]


@pytest.mark.parametrize(
    ("line", "query"),
    [
        ("ông „A đối", '"ông A đối"'),
        ("http://phuong.example/tin", '"http://phuong.example/tin"'),
        ("QĐ:12", '"QĐ:12"'),
        ("year:nay", '"year:nay"'),
        ("A OR", '"A OR"'),
        ("12*3", '"12*3"'),
        ("- Nguyễn Văn A", '"- Nguyễn Văn A"'),
        *(
            (typed, typed)
            for typed in ("A OR B", "A HOẶC B", "A | B", "nam:2022", "tieude:A", "A -B", "tiem*", "“A B” C")
        ),
    ],
)
def test_a_line_is_a_phrase_unless_it_uses_the_language(line: str, query: str) -> None:
    assert line_as_query(line) == query


def test_lines_are_looked_up_once_and_what_is_left_out_is_counted() -> None:
    asked = asked_for([" A  b ", "", "A b", "x" * 400, *map(str, range(600))])
    assert (asked.lines[:2], len(asked.lines)) == (["A b", "x" * LONGEST], 500)
    assert (asked.twice, asked.left_out, asked.cut) == (1, 102, 1)


@pytest.mark.parametrize(("spreadsheet", "begins", "ends"), [(False, "query", "\n"), (True, "\ufeffquery", "\r\n")])
def test_csv_computes_nothing(spreadsheet: bool, begins: str, ends: str) -> None:
    out = io.StringIO(newline="")
    lines = [Line("=1+1", '"=1+1"', 2, "2021", "2022", (("Bồ Đề", 2),)), Line("A", '"A"', 0, "", "", ())]
    assert write_csv(lines, out, search_path, spreadsheet=spreadsheet) == 2
    header, first, second, rest = out.getvalue().split(ends)
    assert header == f"{begins},hits,first,last,by_ward,url"
    assert first == "'=1+1,2,2021,2022,Bồ Đề: 2,/search?q=%22%3D1%2B1%22"
    assert (second, rest) == ("A,0,,,,/search?q=%22A%22", "")
    assert search_path(lines[1], expand=False) == "/search?q=%22A%22&also=no"
