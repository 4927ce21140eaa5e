"""What people type into the form, and what the tables hold afterwards."""

from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from tracker.database import db

ENROLMENT = date(2024, 7, 20)
CODE = "abcdefgh2345"
WHO = {"phone": "13900000001", "name": "王芳", "password": "healthy-weight"}
BODY = {
    "body_data": "y",
    "height": "165",
    "weight": "67.5",
    "weight_unit": "kg",
    "sex": "female",
    "doctor_first": "no",
    "goal": "lose",
    "target": "64",
}
ANSWERS = {"terms": "y", "birth_year": "1984"}
NAMES = ", ".join((*WHO, *BODY, *ANSWERS))


def rows(app: Flask, model: type[Any]) -> list[Any]:
    with app.app_context():
        return list(db.session.scalars(select(model)))


def count(app: Flask, model: type[Any]) -> int | None:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))
