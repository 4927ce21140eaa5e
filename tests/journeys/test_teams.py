"""A team that does not get stuck: its lead goes to the deputy and back, a contact merges two."""

import pytest

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import DESK, PHONE, Scheme, Visitor

LEADER, DEPUTY, CONTACT = "13900000002", "13900000005", "13900000006"


def asks_deputy(visitor: Visitor) -> None:
    """From the leader's page: would the deputy lead?"""
    visitor.visit("/team")
    visitor.go(visitor.link("谁带队"))
    visitor.go(visitor.button("问一问"))
    assert "等答复" in visitor.read()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_lead_goes_to_the_deputy_and_back(visitors: Visitors, scheme: Scheme) -> None:
    leader, deputy = visitors(PHONE, scheme=scheme), visitors(PHONE, scheme=scheme)
    leader.sign_in(LEADER)
    deputy.sign_in(DEPUTY)

    for asking, answering in ((leader, deputy), (deputy, leader)):
        asks_deputy(asking)
        answering.visit("/lead")
        assert "您愿意吗" in answering.read()
        answering.go(answering.button("我愿意"))
        answering.visit("/lead")
        assert "您愿意吗" not in answering.read()


def test_a_contact_opens_a_team_too_many_and_merges_it(visitors: Visitors) -> None:
    contact = visitors(DESK)
    contact.sign_in(CONTACT)
    contact.go(contact.place("本单位"))
    contact.page.get_by_label("队名").fill("多出来的一队")
    contact.go(contact.button("建队"))
    assert "还没有组长" in contact.read()

    contact.go(contact.link("并入另一支队伍"))
    contact.page.get_by_label("原因").fill("人少，合在一起")
    contact.go(contact.button("并入"))

    assert "已经并入" in contact.read()
