"""王芳 follows the guided 八段锦 on her phone and notes it; the metronome keeps its beats."""

from itertools import pairwise

import pytest

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import PHONE, Visitor

COUNT_BEATS = """
window.beats = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (at) {
  window.beats.push(at);
  return start.call(this, at);
};
"""


@pytest.fixture
def participant(visitors: Visitors) -> Visitor:
    """Signed in on a phone."""
    visitor = visitors(PHONE)
    visitor.sign_in("13900000001")
    return visitor


def test_the_guided_set_is_followed_and_noted_in_one_tap(participant: Visitor) -> None:
    page = participant.page
    page.clock.install()
    participant.visit("/skills/baduanjin/guide")
    assert not participant.button("我做完了").is_visible()

    participant.tap(participant.button("开始"))
    page.clock.run_for(60_000)
    halfway = participant.read("[data-said]")
    page.clock.fast_forward(659_000)
    page.clock.run_for(2_000)
    end = participant.read("[data-said]")
    participant.go(participant.button("我做完了"))

    assert halfway.startswith("两手托天理三焦")
    assert end == "做完了，辛苦了。"
    assert "八段锦 12 分钟" in participant.saved()


def test_the_metronome_gives_180_beats_a_minute(participant: Visitor) -> None:
    page = participant.page
    page.add_init_script(COUNT_BEATS)
    participant.visit("/skills/slow-jog/guide")

    participant.tap(participant.button("开始"))
    page.wait_for_function("() => window.beats.length >= 9")  # an expression would need eval
    beats: list[float] = page.evaluate("window.beats.slice(0, 9)")

    gaps = [later - sooner for sooner, later in pairwise(beats)]
    assert gaps == pytest.approx([60 / 180] * 8)


@pytest.mark.parametrize(
    "path", ["/skills", "/skills/baduanjin", "/skills/slow-jog", "/skills/brisk-walk"]
)
def test_the_lessons_keep_to_the_rules_of_all_pages(participant: Visitor, path: str) -> None:
    participant.visit(path)
