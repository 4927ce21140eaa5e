"""Accounts, grants, sessions, second factors, codes, failed sign-ins and the access log."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.rules import (
    HELD_ALONE,
    NAME_MAX,
    PHONE_LENGTH,
    News,
    Program,
    Purpose,
    Role,
    System,
)
from tracker.database import Base, Day, Moment, RandomKey, choice, random_key
from tracker.database.encryption import (
    INDEX_LENGTH,
    BlindIndex,
    Encrypted,
    index_of,
    reindex_on_change,
)

HASH_LENGTH = 64
CHALLENGE_LENGTH = 100
CREDENTIAL_MAX = 1400
"""1,023 bytes at most, by the standard, as base64url."""

IN_FORCE = "ended_at IS NULL"
ALONE = f"{IN_FORCE} AND role IN ({', '.join(repr(role.value) for role in HELD_ALONE)})"
"""Literal words, since a partial index takes no values."""


class Account(Base):
    """Somebody who can sign in."""

    __tablename__ = "account"
    __table_args__ = (Index(None, "phone_index", unique=True),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    phone: Mapped[str] = mapped_column(Encrypted("account.phone", PHONE_LENGTH), unique=True)
    """Unique from when it was not encrypted: SQLite could take that away only with the table."""
    phone_index: Mapped[str] = mapped_column(
        String(INDEX_LENGTH), default=index_of("phone"), server_default=""
    )
    """Goes with the phone: whatever changes one changes both."""
    name: Mapped[str] = mapped_column(Encrypted("account.name", NAME_MAX))
    password_hash: Mapped[str] = mapped_column(String(200))
    epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)
    begun: Mapped[bool] = mapped_column(default=True, server_default=true())
    """No for an account that others opened, until its person comes: then she may have a slip."""
    has_factor: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a passkey is registered; beside the account, so that no request asks for it."""
    must_change: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether somebody else has seen the password, so that it opens nothing but its change."""
    verified_at: Mapped[datetime | None] = mapped_column(Moment)
    """When a code that was sent to the phone came back."""
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    """When a slip opened a new password: sessions from then on show no health for a while."""
    former_hash: Mapped[str | None] = mapped_column(String(200))
    """The password before that, as long as she can have it back."""

    @classmethod
    def has_phone(cls, phone: str) -> ColumnElement[bool]:
        """SQL for whoever has this phone, whichever key its index was made with."""
        return cls.phone == phone


reindex_on_change(Account)


class RoleGrant(Base):
    """One role over one scope in one season; an ended one stays for the record."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index(None, "scope", "role"),
        Index(
            "ix_role_grant_held_once",
            "account_id",
            "season_id",
            "role",
            "scope",
            unique=True,
            sqlite_where=text(IN_FORCE),
            postgresql_where=text(IN_FORCE),
        ),
        Index(
            "ix_role_grant_one_at_a_time",
            "scope",
            "role",
            unique=True,
            sqlite_where=text(ALONE),
            postgresql_where=text(ALONE),
        ),
    )

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"))
    role: Mapped[Role] = mapped_column(choice(Role))
    scope: Mapped[str] = mapped_column(String(40))
    granted_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class SignInFailure(Base):
    """One failed sign-in, whether or not anybody has that phone."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index(None, "phone", "at"), Index(None, "address", "at"))

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    phone: Mapped[str] = mapped_column(BlindIndex(PHONE_LENGTH))
    address: Mapped[str] = mapped_column(String(45))
    at: Mapped[datetime] = mapped_column(Moment)


class SignInLock(Base):
    """A phone that may not sign in for a while."""

    __tablename__ = "sign_in_lock"

    phone: Mapped[str] = mapped_column(BlindIndex(PHONE_LENGTH), primary_key=True)
    until: Mapped[datetime] = mapped_column(Moment)


class AccessLook(Base):
    """Who looked at somebody else's data, at what and when: one row a viewer, scope and day."""

    __tablename__ = "access_look"
    __table_args__ = (UniqueConstraint("viewer_id", "scope", "what", "day"), Index(None, "scope"))

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    viewer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    scope: Mapped[str] = mapped_column(String(40))
    what: Mapped[str] = mapped_column(String(24))
    day: Mapped[date] = mapped_column(Day)
    looks: Mapped[int] = mapped_column(default=1)
    last_at: Mapped[datetime] = mapped_column(Moment)


class SessionRow(Base):
    """One browser signed in: what it says it is and on which days; nothing of where it was."""

    __tablename__ = "account_session"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    epoch: Mapped[int]
    """The account's when it began: whatever raises that one ends this session too."""
    device_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    """Empty for a device she said is not hers: it is unknown whenever it comes again."""
    program: Mapped[Program] = mapped_column(choice(Program))
    system: Mapped[System] = mapped_column(choice(System))
    began_at: Mapped[datetime] = mapped_column(Moment)
    seen_on: Mapped[date] = mapped_column(Day)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the second factor was given in it."""
    has_news: Mapped[bool] = mapped_column(default=False)
    challenge: Mapped[str | None] = mapped_column(String(CHALLENGE_LENGTH))
    """What a passkey has to sign next, once."""
    challenge_at: Mapped[datetime | None] = mapped_column(Moment)


class PasskeyRow(Base):
    """A passkey as its owner named it: the half of the key that proves nothing by itself."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    credential: Mapped[str] = mapped_column(String(CREDENTIAL_MAX), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    added_at: Mapped[datetime] = mapped_column(Moment)
    used_on: Mapped[date | None] = mapped_column(Day)


class RecoveryCode(Base):
    """One of the codes for whoever lost her passkeys; good once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    code_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    made_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class AccountNews(Base):
    """What became of an account on one device, for her to read on another; also its record."""

    __tablename__ = "account_news"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[News] = mapped_column(choice(News))
    session_id: Mapped[int | None] = mapped_column(RandomKey)
    """The session it was done in, if any; no foreign key, since this outlives that."""
    device_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)


class CodeNumber(Base):
    """A number that codes were asked for, known by a keyed hash: when, how often, from where."""

    __tablename__ = "code_number"
    __table_args__ = (Index(None, "network", "asked_at"),)

    number_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    day: Mapped[date] = mapped_column(Day)
    codes: Mapped[int] = mapped_column(default=0)
    """How many on that day."""
    network: Mapped[str] = mapped_column(String(45))


class TextCode(Base):
    """The newest code of a number for one purpose; gone once it was used."""

    __tablename__ = "text_code"

    number_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    sent_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)


class OwnCode(Base):
    """The code she keeps at home: it shows at once what a slip hides."""

    __tablename__ = "own_code"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    made_at: Mapped[datetime] = mapped_column(Moment)
