"""Who takes part: joining, consents, bodies, goals, pauses and leaving."""

from dataclasses import dataclass

import numpy as np

from tracker.campaign.rules import ConsentKind
from tracker.simulation.rules.bodies import Bodies, make_bodies
from tracker.simulation.rules.names import Names, people_names
from tracker.simulation.rules.places import Places
from tracker.simulation.rules.plan import Flags, Floats, Integers, Plan, keys, number
from tracker.teams.rules import districts

PHONE_PREFIX = "154"
"""A range of mobile numbers that nobody has been given."""

FEMALE_SHARE = 0.54
LATE_SHARE = 0.04
CHANGED_SHARE = 0.01
MINOR_SHARE = 0.004
LEFT_SHARE = 0.02
LEAVE_SHARE = 0.06
JOINING_WEEK = (1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.5)
FOLLOWING = 0.86
"""How many members follow their team on a day, of those who did on the day before."""

FEW_START_AFTER = 24
"""Days after the launch from which few teams are left that have not started."""

LAST_CALL, LAST_CALL_DAYS, LAST_DAY = 1.4, 4, 0.9

GIVEN = {
    ConsentKind.TERMS: 1.0,
    ConsentKind.BODY_DATA: 0.94,
    ConsentKind.LEADER_SEES: 0.9,
    ConsentKind.NAME_IN_STANDINGS: 0.82,
    ConsentKind.EVALUATION: 0.86,
    ConsentKind.PHOTOGRAPHS: 0.74,
}
NOBODY = -1


@dataclass(frozen=True)
class People:
    """Participants as parallel columns, by ascending key; days are numbers since 1970."""

    id: Integers
    account_id: Integers
    phone: list[str]
    name: Names
    team: Integers
    leader: Integers
    """By team: the position of its leader."""
    deputy: Integers
    enrolled: Integers
    left: Integers
    """The last day of whoever left the season, else NOBODY; she is gone from the day after."""
    minor: Flags
    given: dict[ConsentKind, Flags]
    changed_mind: Flags
    """Who let her leader see her entries on joining and withdrew it since."""
    has_body: Flags
    bodies: Bodies
    leave_person: Integers
    leave_first: Integers
    leave_last: Integers
    demo_team: int
    demo: int
    """The position of the demo participant."""

    @property
    def leads(self) -> Flags:
        """Whether somebody is leader or deputy of her team."""
        flags = np.zeros(len(self.id), bool)
        flags[self.leader] = flags[self.deputy] = True
        return flags


def make_people(plan: Plan, places: Places, rng: np.random.Generator) -> People:
    """Every participant of the season."""
    count = plan.people
    team = rng.permutation(np.repeat(np.arange(len(places.team_id)), places.team_size))
    leader, deputy, demo_team, demo = _appoint(places, team)
    prominent = np.concatenate([leader, deputy, [demo]])
    female = rng.random(count) < FEMALE_SHARE
    minor = rng.random(count) < MINOR_SHARE
    minor[prominent] = False
    enrolled = _enrolment(plan, rng, team, leader, deputy, demo)
    given = {kind: rng.random(count) < share for kind, share in GIVEN.items()}
    given[ConsentKind.BODY_DATA] &= ~minor
    given[ConsentKind.BODY_DATA][leader] = True
    for flags in given.values():
        flags[[demo, leader[demo_team], deputy[demo_team]]] = True
    left = _leaving(plan, rng, enrolled, prominent)
    return People(
        id=keys(rng, count),
        account_id=rng.permutation(keys(rng, count)),
        phone=_phones(rng, count),
        name=people_names(rng, female),
        team=team,
        leader=leader,
        deputy=deputy,
        enrolled=enrolled,
        left=left,
        minor=minor,
        given=given,
        changed_mind=given[ConsentKind.LEADER_SEES] & _few(rng, count, demo),
        has_body=given[ConsentKind.BODY_DATA],
        bodies=make_bodies(plan, rng, female, demo),
        demo_team=demo_team,
        demo=demo,
        **_leaves(plan, rng, enrolled, left, demo),
    )


def _few(rng: np.random.Generator, count: int, demo: int) -> Flags:
    """One in a hundred, but not the demo participant."""
    few: Flags = rng.random(count) < CHANGED_SHARE
    few[demo] = False
    return few


def _appoint(places: Places, team: Integers) -> tuple[Integers, Integers, int, int]:
    """Leader and deputy of every team; the demo team, the largest of the most populous district."""
    by_team = np.argsort(team, kind="stable")
    first = np.concatenate([[0], np.cumsum(places.team_size)[:-1]])
    populous = max(districts(), key=lambda district: district.population).code
    at_home = np.array([code == populous for code in places.team_district])
    demo_team = int(np.argmax(places.team_size * at_home))
    return by_team[first], by_team[first + 1], demo_team, int(by_team[first[demo_team] + 2])


def _enrolment(
    plan: Plan,
    rng: np.random.Generator,
    team: Integers,
    leader: Integers,
    deputy: Integers,
    demo: int,
) -> Integers:
    """July's curve: teams start by and by, members follow theirs, and a few come late."""
    launch, start = number(plan.calendar.logging_starts), number(plan.calendar.starts)
    days = np.arange(launch, start)
    team_start = rng.choice(days, len(leader), p=_shares_of_starts(days))
    team_start[team[demo]] = launch + 3
    enrolled = _following(rng, days, team_start[team])
    enrolled[leader] = team_start
    enrolled[deputy] = team_start
    enrolled[demo] = launch + 4
    late = rng.random(len(team)) < LATE_SHARE
    late[np.concatenate([leader, deputy, [demo]])] = False
    span = number(plan.today) - start
    days_late: Integers = (span * rng.beta(1, 2.2, len(team))).astype(np.int64)
    return np.where(late, start + days_late, enrolled)


def _busy(days: Integers) -> Floats:
    """How busy each day of enrolment is for its weekday; the last one is no quiet Saturday."""
    busy: Floats = np.array(JOINING_WEEK)[(days + 3) % 7]
    busy[-1] = max(busy[-1], LAST_DAY)
    return busy


def _shares_of_starts(days: Integers) -> Floats:
    """What share of the teams starts on each day: word spreads, fewer are left, none too late."""
    since = days - days[0]
    weights = _busy(days) * (0.12 + since / (since + 3)) * np.exp(-since / 22)
    weights[since > FEW_START_AFTER] *= 0.55
    weights[-1] = 0.0
    shares_by_day: Floats = weights / weights.sum()
    return shares_by_day


def _following(rng: np.random.Generator, days: Integers, begins: Integers) -> Integers:
    """The day each member enrols: soon after the team began, a little later in a last call."""
    pull = _busy(days)
    pull[-LAST_CALL_DAYS:] *= LAST_CALL
    enrolled = begins.copy()
    for first, day in enumerate(days.tolist()):
        members = np.flatnonzero(begins == day)
        weights = pull[first:] * FOLLOWING ** np.arange(len(days) - first)
        enrolled[members] = rng.choice(days[first:], len(members), p=weights / weights.sum())
    return enrolled


def _leaving(
    plan: Plan, rng: np.random.Generator, enrolled: Integers, prominent: Integers
) -> Integers:
    """The last day of the few who leave the season."""
    today = number(plan.today)
    leaves = rng.random(len(enrolled)) < LEFT_SHARE
    leaves[prominent] = False
    last = enrolled + 3 + (rng.random(len(enrolled)) * (today - enrolled)).astype(np.int64)
    return np.where(leaves & (last < today), last, NOBODY)


def _leaves(
    plan: Plan, rng: np.random.Generator, enrolled: Integers, left: Integers, demo: int
) -> dict[str, Integers]:
    """Dated pauses: one stretch of one to three weeks for some of those who stayed."""
    pauses = (rng.random(len(enrolled)) < LEAVE_SHARE) & (left == NOBODY)
    pauses[demo] = False
    person = np.flatnonzero(pauses)
    room = number(plan.today) + 7 - enrolled[person]
    first = enrolled[person] + 1 + (rng.random(len(person)) * room).astype(np.int64)
    last = np.minimum(first + rng.integers(6, 21, len(person)), number(plan.calendar.ends))
    return {"leave_person": person, "leave_first": first, "leave_last": last}


def _phones(rng: np.random.Generator, count: int) -> list[str]:
    drawn = np.unique(rng.integers(10**7, 10**8, count + count // 10 + 100))
    chosen = rng.choice(drawn, count, replace=False)
    return [f"{PHONE_PREFIX}{digits:08d}" for digits in chosen.tolist()]
