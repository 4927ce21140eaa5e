"""What the tests of the pages do in a browser."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PHONE, NOBODYS = "13812345678", "13887654321"
RIGHT, WRONG, NEW = "six-green-bicycles", "seven-red-bicycles", "nine-blue-boats"


def sign_in(
    client: FlaskClient, password: str = RIGHT, phone: str = PHONE, **fields: str
) -> TestResponse:
    return client.post("/sign-in", data={"phone": phone, "password": password, **fields})


def fail(client: FlaskClient, times: int, phone: str = PHONE) -> list[int]:
    return [sign_in(client, WRONG, phone).status_code for _ in range(times)]


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200
