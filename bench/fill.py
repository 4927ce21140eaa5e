"""`python -m bench.fill --people N`: a whole season into the database of the environment.

`flask simulate` stops at the demo day in week 10 and at 200,000 people; figures of a full season
need the whole of it. Both write what `tracker.simulation` draws, by the same verb.
"""

import argparse
from datetime import timedelta

from sqlalchemy import func, select

from bench.seasons import DRAWN_ON, LISTED, TEAMS_OF_PAGES
from tracker import create_app
from tracker.database import db, insert, writing
from tracker.simulation import store
from tracker.simulation.rules import Plan
from tracker.simulation.rules.season import whole_season
from tracker.weight.models import ReadingRow
from tracker.weight.rules import Source

SEED = 1
GRAMS = 68_000


def main() -> None:
    """Draw and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.fill")
    parser.add_argument("--people", type=int, required=True)
    people = parser.parse_args().people
    with create_app().app_context():
        store.write(whole_season(Plan(people, SEED, DRAWN_ON)), lambda _table, _rows: None)
        list_many()
        db.engine.dispose()


def list_many() -> None:
    """Give the people whose figure is measured as many days of readings as the goal speaks of."""
    query = (
        select(ReadingRow.participant_id, func.count(), func.min(ReadingRow.day))
        .group_by(ReadingRow.participant_id)
        .order_by(func.count().desc(), ReadingRow.participant_id)
        .limit(TEAMS_OF_PAGES)
    )
    with writing() as session:
        found = session.execute(query).all()
        rows = [
            {
                "participant_id": participant,
                "day": first - timedelta(days=back),
                "source": Source.SELF,
                "grams": GRAMS,
                "noted_at": session.scalar(select(func.max(ReadingRow.noted_at))),
                "corrections": 0,
            }
            for participant, count, first in found
            for back in range(1, LISTED - count + 1)
        ]
        if rows:
            session.execute(insert(ReadingRow), rows)


if __name__ == "__main__":
    main()
