"""Photographs from a leader's phone to everybody's page, and back at a word of who is in it."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from tests.photographs.conftest import HERE, NOW, Show
from tests.photographs.pictures import jpeg
from tests.queries import counted
from tracker.accounts.models import Account
from tracker.database import db
from tracker.jobs import tasks as jobs
from tracker.photographs import store
from tracker.privacy.store import erase

LATER = timedelta(minutes=1)


def picture(show: Show, account_id: int, photograph_id: int) -> int:
    """What somebody gets who asks for the picture itself."""
    return show.browser(account_id).get(f"/photographs/{photograph_id}/large.jpg").status_code


def outsider(show: Show) -> int:
    """Somebody of another team."""
    other = show.make.team(show.season_id, "别的队")
    return show.make.account_of(show.make.participant(show.season_id, other))


def test_a_leader_uploads_and_nobody_else_sees_it_yet(show: Show) -> None:
    answer = show.send(jpeg(), people=[str(show.agreed)])

    page = show.browser(show.leader).get(f"/squads/{show.squad_id}/photographs")
    with show.app.app_context():
        (found,) = store.of_squad(show.squad_id)
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert "等着看" in page.get_data(as_text=True)
    assert picture(show, show.leader, found.id) == HTTPStatus.OK
    assert picture(show, outsider(show), found.id) == HTTPStatus.NOT_FOUND


def test_who_may_be_named_reads_who_looked_at_the_names(show: Show) -> None:
    her = show.browser(show.make.account_of(show.agreed))
    before = her.get("/me/seen").get_data(as_text=True)

    show.browser(show.organizer).get(f"/squads/{show.squad_id}/photographs")

    after = her.get("/me/seen").get_data(as_text=True)
    assert after.count("展示队的名单") == before.count("展示队的名单") + 1


def test_an_organizer_approves_and_everybody_sees_it(show: Show) -> None:
    photograph_id = show.upload(show.agreed)

    answer = show.approve(photograph_id)

    reader = outsider(show)
    page = show.browser(reader).get(f"/showcases/{show.showcase_id}/shown/{HERE}")
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert f"/photographs/{photograph_id}/small.jpg" in page.get_data(as_text=True)
    assert picture(show, reader, photograph_id) == HTTPStatus.OK


def test_an_organizer_is_not_even_asked_while_somebody_in_it_does_not_agree(show: Show) -> None:
    photograph_id = show.upload(show.agreed, show.refused)
    desk = f"/showcases/{show.showcase_id}/districts/{HERE}/photographs"

    page = show.browser(show.organizer).get(desk).get_data(as_text=True)
    show.approve(photograph_id)

    assert str(photograph_id) not in page
    assert picture(show, outsider(show), photograph_id) == HTTPStatus.NOT_FOUND


def test_a_leader_cannot_tell_a_refused_consent_from_an_organizers_no(show: Show) -> None:
    show.consent(show.refused, NOW + LATER, given=True)
    by_person = show.upload(show.refused, colour="red")
    by_organizer = show.upload(show.agreed, colour="blue")
    show.approve(by_person)
    show.consent(show.refused, NOW + 2 * LATER, given=False)
    address = f"/showcases/{show.showcase_id}/districts/{HERE}/photographs"
    show.browser(show.organizer).post(f"{address}/{by_organizer}/refused")

    page = show.browser(show.leader).get(f"/squads/{show.squad_id}/photographs")

    assert page.get_data(as_text=True).count("没有采用</p>") == 2


def test_a_consent_taken_back_hides_it_at_once(show: Show) -> None:
    photograph_id = show.upload(show.agreed)
    show.approve(photograph_id)
    reader = outsider(show)

    show.consent(show.agreed, NOW + LATER, given=False)

    page = show.browser(reader).get(f"/showcases/{show.showcase_id}/shown/{HERE}")
    assert picture(show, reader, photograph_id) == HTTPStatus.NOT_FOUND
    assert str(photograph_id) not in page.get_data(as_text=True)


def test_whoever_is_in_it_takes_it_out_herself(show: Show) -> None:
    photograph_id = show.upload(show.agreed)
    show.approve(photograph_id)
    her = show.browser(show.make.account_of(show.agreed))

    mine = her.get("/me/photographs").get_data(as_text=True)
    answer = her.post(f"/me/photographs/{photograph_id}/take-out")

    assert str(photograph_id) in mine
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert picture(show, outsider(show), photograph_id) == HTTPStatus.NOT_FOUND


def test_an_organizer_whose_page_is_older_cannot_show_again_what_somebody_took_out(
    show: Show,
) -> None:
    photograph_id = show.upload(show.agreed)
    with show.app.app_context():
        store.take_out(show.agreed, photograph_id)

    answer = show.approve(photograph_id)

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert picture(show, outsider(show), photograph_id) == HTTPStatus.NOT_FOUND


def test_what_is_approved_before_everybody_agreed_is_not_shown_once_they_do(show: Show) -> None:
    photograph_id = show.upload(show.agreed, show.refused)
    answer = show.approve(photograph_id)

    show.consent(show.refused, NOW + LATER, given=True)

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert picture(show, outsider(show), photograph_id) == HTTPStatus.NOT_FOUND


def test_nobody_takes_out_what_she_was_not_named_in(show: Show) -> None:
    photograph_id = show.upload(show.agreed)

    answer = show.browser(show.make.account_of(show.refused)).post(
        f"/me/photographs/{photograph_id}/take-out"
    )

    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_whoever_was_not_named_hides_it_until_an_organizer_looked_again(show: Show) -> None:
    photograph_id = show.upload(show.agreed)
    show.approve(photograph_id)
    reader = outsider(show)

    answer = show.browser(reader).post(f"/photographs/{photograph_id}/question")
    hidden = picture(show, reader, photograph_id)
    desk = show.browser(show.organizer).get(
        f"/showcases/{show.showcase_id}/districts/{HERE}/photographs"
    )
    show.approve(photograph_id)

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert hidden == HTTPStatus.NOT_FOUND
    assert "有人说照片里有自己" in desk.get_data(as_text=True)
    assert picture(show, reader, photograph_id) == HTTPStatus.OK


def test_a_photograph_of_somebody_who_was_erased_is_gone_with_her(show: Show) -> None:
    hers, colleagues = (
        show.upload(show.agreed, show.refused),
        show.upload(show.refused, colour="red"),
    )
    with show.app.app_context():
        account = db.session.get_one(Account, show.make.account_of(show.agreed))
        erase(account.phone, NOW.date(), NOW)

        assert [each.id for each in store.of_squad(show.squad_id)] == [colleagues]
    assert picture(show, show.leader, hers) == HTTPStatus.NOT_FOUND


def test_the_night_forgets_what_nobody_may_see_after_two_weeks(show: Show) -> None:
    show.upload(show.refused)
    show.app.config["TRACKER_TODAY"] = NOW.date() + timedelta(days=15)

    with show.app.app_context():
        jobs.forget()

        assert store.of_squad(show.squad_id) == []


def test_what_is_shown_is_not_forgotten(show: Show) -> None:
    photograph_id = show.upload(show.agreed)
    show.approve(photograph_id)

    with show.app.app_context():
        assert store.forget(NOW + timedelta(days=30)) == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "请先选一张照片"), (b"no picture", "JPG、PNG 或 WebP"), (b"x" * 101, "12 MB")],
)
def test_a_file_that_is_no_photograph_gets_a_sentence_and_keeps_what_was_typed(
    show: Show, monkeypatch: pytest.MonkeyPatch, content: bytes, said: str
) -> None:
    monkeypatch.setattr("tracker.photographs.views.FILE_MAX", 100)

    answer = show.send(content, people=[str(show.agreed)])

    page = answer.get_data(as_text=True)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said in page
    assert 'value="合影"' in page
    assert "checked" in page


def test_without_saying_that_nobody_was_missed_nothing_is_stored(show: Show) -> None:
    answer = show.send(jpeg(), complete="")

    with show.app.app_context():
        assert store.of_squad(show.squad_id) == []
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_stranger_to_the_squad_cannot_be_named(show: Show) -> None:
    stranger = show.make.participant(show.season_id, show.team_id, name="路人")

    answer = show.send(jpeg(), people=[str(stranger)])

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_the_same_file_twice_is_there_once(show: Show) -> None:
    for _ in range(2):
        show.send(jpeg(), people=[str(show.agreed)])

    with show.app.app_context():
        assert len(store.of_squad(show.squad_id)) == 1


def test_a_leader_deletes_one_for_good(show: Show) -> None:
    photograph_id = show.upload(show.agreed)

    answer = show.browser(show.leader).post(
        f"/squads/{show.squad_id}/photographs/{photograph_id}/remove"
    )

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert picture(show, show.leader, photograph_id) == HTTPStatus.NOT_FOUND


def test_a_page_of_photographs_asks_a_few_times_however_many_there_are(show: Show) -> None:
    for colour in ("red", "green", "blue", "black"):
        show.approve(show.upload(show.agreed, colour=colour))
    browser = show.browser(outsider(show))
    address = f"/showcases/{show.showcase_id}/shown/{HERE}"
    browser.get(address)

    with counted(show.app) as found:
        browser.get(address)

    # Whoever asks (account, season, part), the event, its districts, squads, items, photographs.
    assert len(found) == 8, found
