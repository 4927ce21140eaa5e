"""Pictures of figures: that they show something, what they refuse, and that drawing is steady."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tracker.config import PROJECT
from tracker.web.charts import PALETTE, Chart
from tracker.web.pictures import letters, png_of, scales

SIGNATURE = b"\x89PNG\r\n\x1a\n"
WEEKS = ["2024-09-02", "2024-09-09", "2024-09-16"]
CAPTION = "全市，截至 10月14日：资料完整的人体重变化的平均值，只作描述，不分先后。" * 3


@pytest.fixture(autouse=True)
def asked(sqlite_app: Flask) -> Iterator[None]:
    """A request in Chinese; a picture asks nothing of a database."""
    with sqlite_app.test_request_context(headers={"Accept-Language": "zh"}):
        yield


def chart(*traces: dict[str, Any], caption: str = "", **layout: Any) -> Chart:
    figure = {"data": list(traces), "layout": layout}
    return Chart("每周运动分钟", caption, figure, (), (), as_of=date(2024, 10, 14))


def image(content: bytes) -> Image.Image:
    assert content.startswith(SIGNATURE)
    return Image.open(BytesIO(content)).convert("RGB")


def colours(content: bytes) -> set[tuple[int, ...]]:
    found = image(content).getcolors(1_000_000) or []
    return {colour for _, colour in found if isinstance(colour, tuple)}


def rgb(value: str) -> tuple[int, ...]:
    return tuple(int(value[at : at + 2], 16) for at in (1, 3, 5))


def bar(**more: Any) -> dict[str, Any]:
    return {"type": "bar", "x": WEEKS, "y": [3, 5, 4], "marker": {"color": PALETTE[0]}, **more}


FIGURES = {
    "lines with a gap": chart(
        {"type": "scatter", "mode": "lines+markers", "x": WEEKS, "y": [1, None, 3]},
        {"x": WEEKS, "y": [3, 2, 1], "line": {"dash": "dot", "color": "#8a938c"}, "name": "虚线"},
    ),
    "a band between two lines": chart(
        {"x": WEEKS, "y": [1, 1, 1], "line": {"width": 0}},
        {"x": WEEKS, "y": [2, 3, 2], "fill": "tonexty", "fillcolor": "rgba(46, 125, 79, 0.14)"},
    ),
    "bars beside each other": chart(bar(name="甲"), bar(name="乙"), barmode="group"),
    "bars on each other": chart(bar(name="甲"), bar(name="乙"), barmode="stack"),
    "lying bars with intervals": chart(
        {
            "type": "bar",
            "orientation": "h",
            "x": [-1.4, -0.8],
            "y": ["东城区", "A&amp;B &lt;x&gt;"],
            "error_x": {"type": "data", "array": [0.3, 0.4], "arrayminus": [0.2, None]},
            "marker": {"pattern": {"shape": "/"}, "color": ["#2e7d4f", "#c77d1e"]},
        },
        xaxis={"ticksuffix": "%", "title": {"text": "变化"}},
    ),
    "dots with intervals": chart(
        {
            "mode": "markers",
            "x": [1, 2],
            "y": [0.5, 0.7],
            "error_y": {"array": [0.1, 0.1]},
            "marker": {"symbol": ["diamond", "circle-open"], "size": 9},
        },
        yaxis={"tickformat": ".0%", "title": "份额"},
    ),
    "tiles": chart(
        {
            "mode": "markers+text",
            "x": [0, 1],
            "y": [0, -1],
            "text": ["东城区<br>10 %", "<b>西城区</b>"],
            "marker": {"symbol": "square", "color": ["#e6f3ea", "#7cc397"]},
        },
        xaxis={"visible": False, "range": [-0.6, 1.6]},
        yaxis={"visible": False, "range": [-1.6, 0.6]},
    ),
    "a ring": chart({"type": "pie", "labels": ["甲", "乙"], "values": [1, 3], "hole": 0.5}),
    "words and shapes": chart(
        {"mode": "lines+text", "x": WEEKS, "y": [1, 2, 3], "text": ["一", "", "三"]},
        annotations=[{"text": "国庆<br>长假", "x": WEEKS[1], "y": 2}],
        shapes=[
            {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 2, "y1": 2},
            {"type": "rect", "x0": WEEKS[0], "x1": WEEKS[1], "y0": 1, "y1": 2, "layer": "below"},
        ],
    ),
    "one week": chart(bar(x=WEEKS[:1], y=[3])),
    "ticks of its own": chart(
        {"x": [1, 2], "y": [1, 2]}, xaxis={"tickvals": [1, 2], "ticktext": ["前", "后"]}
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_every_kind_of_figure_is_drawn(name: str) -> None:
    content = png_of(FIGURES[name])

    assert image(content).size == (1600, 900)
    assert len(colours(content)) > 50


def test_a_chart_without_numbers_says_so() -> None:
    empty = png_of(chart(bar(x=[], y=[])))

    assert empty != png_of(chart(bar()))
    assert len(colours(empty)) > 20


def test_the_colours_are_those_of_the_page() -> None:
    stacked = [bar(marker={"color": colour}, name=colour) for colour in PALETTE]

    found = colours(png_of(chart(*stacked, barmode="stack")))

    assert {rgb(colour) for colour in PALETTE} <= found


def test_a_long_list_makes_a_longer_picture_and_a_long_caption_no_smaller_drawing() -> None:
    teams = [f"第{place}队" for place in range(60)]
    listed = bar(orientation="h", x=list(range(60)), y=teams)

    assert image(png_of(chart(listed))).size[1] > 1800
    assert image(png_of(chart(bar(), caption=CAPTION * 4))).size[1] > 900


def test_a_letter_that_no_font_has_is_a_box_and_no_warning() -> None:
    plain = png_of(chart(bar(), caption="一组"))

    assert png_of(chart(bar(), caption="一组\N{GRINNING FACE}")) != plain


def test_dollars_and_markup_in_names_are_letters() -> None:
    odd = bar(orientation="h", x=[1, 2], y=["$x_1$", r"\frac &lt;script&gt;"])

    assert image(png_of(chart(odd))).size == (1600, 900)


@pytest.mark.parametrize(
    "figure",
    [
        chart({"type": "heatmap", "x": [1], "y": [1]}),
        chart({"x": [1], "y": [1], "yaxis": "y2"}),
        chart({"x": [1], "y": [1]}, xaxis={"type": "log"}),
    ],
)
def test_what_would_be_drawn_wrong_is_refused(figure: Chart) -> None:
    with pytest.raises(ValueError, match="no picture"):
        png_of(figure)


def test_two_at_once_draw_what_each_draws_alone(sqlite_app: Flask) -> None:
    names = list(FIGURES)[:5]
    alone = {name: png_of(FIGURES[name]) for name in names}

    def drawn(name: str) -> tuple[str, bytes]:
        with sqlite_app.test_request_context(headers={"Accept-Language": "zh"}):
            return name, png_of(FIGURES[name])

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(drawn, [*names, *reversed(names)]))

    assert [name for name, content in together if content != alone[name]] == []


def test_a_worker_that_draws_nothing_does_not_carry_the_library() -> None:
    program = "import sys, tracker; tracker.create_app(); sys.exit('matplotlib' in sys.modules)"

    # The interpreter is our own.
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=False)  # noqa: S603

    assert done.returncode == 0


@given(st.text("一二，。（）《》abc 0.5%", max_size=60), st.integers(30, 300))
def test_lines_fit_and_no_letter_is_lost(text: str, width: int) -> None:
    def measure(words: str) -> float:
        return 10.0 * len(words)

    lines = letters.wrapped(text, width, measure)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(measure(line) <= width for line in lines)


def test_no_line_begins_or_ends_with_the_wrong_sign() -> None:
    lines = letters.wrapped("一二三，四五（六七）八九。", 35, lambda words: 10.0 * len(words))

    assert lines == ["一二", "三，四", "五（六", "七）八", "九。"]


@pytest.mark.parametrize(
    ("least", "step"), [(0.03, 0.05), (0.21, 0.5), (1.4, 2), (17, 20), (22, 25), (260, 500)]
)
def test_ticks_stand_at_round_numbers(least: float, step: float) -> None:
    assert scales.nice_step(least) == pytest.approx(step)


@pytest.mark.parametrize(
    ("days", "most", "labels"),
    [
        (["2024-09-02", "2024-09-05"], 8, ["9月2日", "9月3日", "9月4日", "9月5日"]),
        (["2024-09-04", "2024-09-25"], 4, ["9月9日", "9月16日", "9月23日"]),
        (["2024-08-12", "2024-11-11"], 4, ["8月12日", "9月9日", "10月7日", "11月4日"]),
    ],
)
def test_days_are_named_at_mondays(days: list[str], most: int, labels: list[str]) -> None:
    axis = scales.axis_of({"type": "date"}, days)
    reach = [scales.day_number(day) for day in days]

    scale = scales.scale_of(axis, reach, (0, 100), edges=0)

    assert [label for _, label in scale.ticks(most)] == labels


def test_numbers_have_a_true_minus_and_their_unit() -> None:
    axis = scales.axis_of({"ticksuffix": "%"}, [-2, 0])

    ticks = scales.scale_of(axis, [-2, 0], (0, 100)).ticks(4)

    assert [label for _, label in ticks] == ["−2%", "−1%", "0%"]


def test_a_day_and_its_year_under_it_are_one_line_in_a_picture() -> None:
    number = date(2024, 8, 19).toordinal()

    assert scales.day_label(number, "%m-%d<br>%Y") == "08-19 2024"
