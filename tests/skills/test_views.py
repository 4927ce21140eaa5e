"""The skills' pages: open to everybody, a button to note it for who takes part."""

import pytest
from flask.testing import FlaskClient

from tests.factories import Factory

PATHS = ["/skills"] + [
    f"/skills/{skill}{end}"
    for skill in ("baduanjin", "slow-jog", "brisk-walk")
    for end in ("", "/guide")
]


@pytest.mark.parametrize("path", PATHS)
def test_anybody_may_learn_but_has_nothing_to_note(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 200
    assert "<svg" in answer.text
    assert 'action="/exercise"' not in answer.text


@pytest.mark.parametrize(
    ("skill", "kind", "minutes"),
    [
        ("baduanjin", "baduanjin", 12),
        ("slow-jog", "slow_jogging", 20),
        ("brisk-walk", "brisk_walking", 30),
    ],
)
def test_who_takes_part_notes_it_with_the_form_of_exercise(
    make: Factory, skill: str, kind: str, minutes: int
) -> None:
    season_id = make.season()
    participant_id = make.participant(season_id, make.team(season_id))
    browser = make.signed_in(make.account_of(participant_id))

    page = browser.get(f"/skills/{skill}/guide").text
    answer = browser.post(
        "/exercise", data={"kind": kind, "minutes": str(minutes), "key": "b" * 32}
    )

    assert f'name="kind" value="{kind}"' in page
    assert f'name="minutes" value="{minutes}"' in " ".join(page.split())
    assert answer.status_code == 303


def test_an_unknown_skill_is_not_found(client: FlaskClient) -> None:
    assert client.get("/skills/flying").status_code == 404
