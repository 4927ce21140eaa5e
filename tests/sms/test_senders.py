"""Who sends: signed as the provider asks, its refusals told apart, nothing of a number in a log."""

import logging
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.sms.provider import SECRET, LocalProvider, local_provider
from tracker.config import ConfigurationError, Sms, settings
from tracker.sms import senders
from tracker.sms.rules import (
    ADVICE,
    NotSentError,
    Provider,
    SmsTrouble,
    Template,
    authorization,
    text_of,
    trouble_in,
)

PHONE = "13812345678"
VALUES = {"code": "480213", "host": "weight.example.cn"}
ALIYUN = {
    "SECRET_KEY": "s" * 32,
    "SMS_SENDER": "aliyun",
    "SMS_KEY_ID": "id",
    "SMS_KEY_SECRET": "secret",
    "SMS_SIGN_NAME": "健康体重",
    "SMS_TEMPLATES": "code=SMS_1 slip_used=SMS_2",
}


@pytest.fixture
def provider() -> Iterator[LocalProvider]:
    with local_provider() as found:
        yield found


def account_at(provider: LocalProvider, secret: str = SECRET) -> Provider:
    return Provider("key", secret, "健康体重", {Template.CODE: "SMS_1"}, provider.endpoint)


def refusal_of(provider: LocalProvider, secret: str = SECRET) -> SmsTrouble:
    with pytest.raises(NotSentError) as caught:
        senders.post(account_at(provider, secret), PHONE, Template.CODE, VALUES)
    return caught.value.trouble


def test_the_signature_is_that_of_the_published_example() -> None:
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    query = "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai"

    found = authorization("YourAccessKeyId", "YourAccessKeySecret", "POST", "/", query, headers)

    assert found == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
        "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_a_provider_that_checks_the_signature_takes_the_message(provider: LocalProvider) -> None:
    senders.post(account_at(provider), PHONE, Template.CODE, VALUES)

    assert provider.taken == [
        {
            "PhoneNumbers": PHONE,
            "SignName": "健康体重",
            "TemplateCode": "SMS_1",
            "TemplateParam": '{"code":"480213"}',
        }
    ]


def test_every_message_has_a_nonce_of_its_own(provider: LocalProvider) -> None:
    for _ in range(3):
        senders.post(account_at(provider), PHONE, Template.CODE, VALUES)

    assert len(provider.nonces) == 3


def test_a_wrong_secret_is_told_as_such(provider: LocalProvider) -> None:
    assert refusal_of(provider, "another") is SmsTrouble.SIGNATURE


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        ("isv.BUSINESS_LIMIT_CONTROL", SmsTrouble.LIMIT),
        ("isv.MOBILE_NUMBER_ILLEGAL", SmsTrouble.NUMBER),
        ("isv.AMOUNT_NOT_ENOUGH", SmsTrouble.BALANCE),
        ("isv.SMS_TEMPLATE_ILLEGAL", SmsTrouble.TEXT),
        ("isv.NEVER_HEARD_OF", SmsTrouble.OTHER),
    ],
)
def test_refusals_are_told_apart(provider: LocalProvider, code: str, trouble: SmsTrouble) -> None:
    provider.answer = {"Code": code, "Message": "no"}

    assert refusal_of(provider) is trouble


def test_a_provider_that_hangs_up_is_the_network(provider: LocalProvider) -> None:
    provider.silent = True

    assert refusal_of(provider) is SmsTrouble.NETWORK


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[]", b"{}", b"null"])
def test_an_answer_that_is_none_is_trouble(answer: bytes) -> None:
    assert trouble_in(answer) is SmsTrouble.OTHER


def test_every_trouble_has_its_sentence() -> None:
    assert set(ADVICE) == set(SmsTrouble)


def test_a_code_ends_with_what_lets_the_phone_fill_it_in() -> None:
    assert text_of(Template.CODE, VALUES).endswith("\n@weight.example.cn #480213")


def test_no_number_and_no_code_is_in_the_log_of_a_failure(
    sqlite_app: Flask, provider: LocalProvider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    provider.answer = {"Code": "isv.BUSINESS_LIMIT_CONTROL"}
    sender = senders.sender_of(
        Sms("aliyun", "key", SECRET, "健康体重", {"code": "SMS_1"}, provider.endpoint)
    )
    outbox = senders.Outbox(sender)

    with sqlite_app.app_context():
        outbox.put(PHONE, Template.CODE, VALUES)
        outbox.flush()

    assert ADVICE[SmsTrouble.LIMIT] in caplog.text
    assert PHONE not in caplog.text
    assert VALUES["code"] not in caplog.text


def test_the_console_prints_the_message(caplog: pytest.LogCaptureFixture) -> None:
    outbox = senders.Outbox(senders.sender_of(Sms("console")))

    outbox.put(PHONE, Template.CODE, VALUES)
    outbox.flush()

    assert VALUES["code"] in caplog.text
    assert PHONE not in caplog.text


def test_without_a_sender_nothing_leaves(caplog: pytest.LogCaptureFixture) -> None:
    outbox = senders.Outbox(senders.sender_of(None))

    outbox.put(PHONE, Template.CODE, VALUES)
    outbox.flush()

    assert ADVICE[SmsTrouble.NONE] in caplog.text


def test_the_environment_chooses() -> None:
    chosen = settings(ALIYUN).sms

    assert settings({"SECRET_KEY": "s" * 32}).sms is None
    assert chosen
    assert chosen.templates == {"code": "SMS_1", "slip_used": "SMS_2"}
    assert "secret" not in repr(chosen)


@pytest.mark.parametrize(
    "wrong",
    [
        {"TRACKER_ENV": "production", "SMS_SENDER": "console"},
        {"SMS_SENDER": "pigeon"},
        {"SMS_KEY_SECRET": ""},
        {"SMS_TEMPLATES": "slip_used=SMS_2"},
        {"SMS_TEMPLATES": "code="},
        {"TRACKER_ENV": "production", "SMS_ENDPOINT": "http://127.0.0.1"},
    ],
)
def test_what_cannot_send_is_refused_at_once(wrong: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="SMS_"):
        settings({**ALIYUN, **wrong})
