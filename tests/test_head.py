"""What a page's head says of its date, as templates write it: JSON-LD that is none, days and months in either order."""

import pytest

from pipelines.reading.lenient_json import lenient_json
from tests.test_neighbours import PROSE, TITLE, day_of

LD = f'{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{TITLE}","datePublished":"2024-03-05"}}'
ARTICLE = f"<h1>{TITLE}</h1>{PROSE}"


@pytest.mark.parametrize(
    "script",
    [
        LD,
        f"<!-- {LD} -->",
        f"\n<!--\n{LD}\n//-->\n",
        f"//<![CDATA[\n{LD}\n//]]>",
        f"<!--//--><![CDATA[// ><!--\n{LD}\n//--><!]]>",
        f"/* bài */{LD};",
        f"// bài\n[{LD}]",
        f'{LD}\n{{"@type":"Organization","name":"Trạm"}}',
        f'{{"@type":"Organization","name":"Trạm"}}\n{LD}',
        LD[:-1] + ",}",
        LD.replace("Kè mềm", 'Kè "mềm"'),
        LD.replace("Kè mềm", 'Kè "mềm'),
        LD.replace("Kè mềm", "Kè\nmềm\t"),
        LD[:-1] + ',"x":"a\\d"}',
        LD.replace('"', "&quot;"),
        '[{"@type":"Event","startDate":"2025-01-01","name":"a "b""},' + LD + "]",
        '{"@type":"Article","comment":[{"datePublished":"2025-01-01","text":"a "b""}],"datePublished":"2024-03-05"}',
    ],
)
def test_json_ld_as_templates_write_it(script):
    assert day_of(ARTICLE, head=f"<script type='application/ld+json'>{script}</script>") == "2024-03-05"


@pytest.mark.parametrize("text", ["", "không phải", LD[:-1], '{"a" "b"}', "<!-- -->", '{"a":"b","c'])
def test_what_cannot_be_told_is_nothing(text):
    assert lenient_json(text) == []


def test_half_a_surrogate_pair_is_no_letter():
    # a database takes none: one page's author would keep the readings of all that are written along from it
    said = r'{"a": "Lan \ud83d", "b": ["\ude00\ud83d\ude00", "\uD83D\uDE00 \u1ea1"]}'
    assert lenient_json(said) == [{"a": "Lan \ufffd", "b": ["\ufffd😀", "😀 ạ"]}]


def meta(*said):
    names = ("article:published_time", "article:modified_time")
    return "".join(f"<meta property='{name}' content='{value}'>" for name, value in zip(names, said, strict=False))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        (["5/13/2021 3:30:00 PM"], "2021-05-13"),
        (["12/31/2020"], "2020-12-31"),
        (["13/5/2021 3:30:00 PM"], "2021-05-13"),
        (["06/05/2021 15:30:00"], "2021-05-06"),
        (["5/6/2021 3:30:00 CH"], "2021-06-05"),
        (["5/5/2021 3:30:00 PM"], "2021-05-05"),
        # .NET's American culture and no other writes so
        (["5/6/2021 3:30:00 PM"], "2021-05-06"),
        (["05/06/2021 03:30:00 PM"], None),
        (["05/06/2021 15:30:00", "05/13/2021 08:00:00"], "2021-05-06"),
        (["05/06/2021 03:30:00 PM", "13/06/2021 08:00:00 AM"], "2021-06-05"),
        (["12/31/2020 08:00", "31/12/2020 09:00"], "2020-12-31"),
    ],
)
def test_the_order_of_day_and_month(said, day):
    assert day_of(ARTICLE, head=meta(*said)) == day


@pytest.mark.parametrize(("shown", "day"), [("05/06/2021", "2021-06-05"), ("06/05/2021", "2021-05-06")])
@pytest.mark.parametrize("said", ["5/6/2021 3:30:00 PM", "05/06/2021 03:30:00 PM"])
def test_the_order_that_the_page_shows(said, shown, day):
    assert day_of(f"<h1>{TITLE}</h1><div>Ngày đăng: {shown}</div>{PROSE}", head=meta(said)) == day
