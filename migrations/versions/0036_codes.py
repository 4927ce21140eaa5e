"""Codes by text message, recovery slips, and a code of one's own."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

ADDED = ("must_change", "verified_at", "opened_at", "former_hash")


def upgrade() -> None:
    """Make the tables; nobody has to change a password that she chose herself."""
    op.add_column(
        "account",
        sa.Column("must_change", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column("account", sa.Column("verified_at", sa.DateTime(timezone=True)))
    op.add_column("account", sa.Column("opened_at", sa.DateTime(timezone=True)))
    op.add_column("account", sa.Column("former_hash", sa.String(length=200)))
    op.create_table(
        "code_number",
        sa.Column("number_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.Column("network", sa.String(length=45), nullable=False),
        sa.PrimaryKeyConstraint("number_hash", name=op.f("pk_code_number")),
    )
    op.create_index(op.f("ix_code_number_network_asked_at"), "code_number", ["network", "asked_at"])
    op.create_table(
        "text_code",
        sa.Column("number_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number_hash", "purpose", name=op.f("pk_text_code")),
    )
    op.create_table(
        "own_code",
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_own_code_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_own_code")),
    )
    op.create_table(
        "recovery_slip",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("season_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=False),
        sa.Column("handle", sa.String(length=7), nullable=False),
        sa.Column("number_hash", sa.String(length=64), nullable=False),
        sa.Column("sealed_name", sa.String(length=400), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["season_id"], ["season.id"], name=op.f("fk_recovery_slip_season_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_recovery_slip_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_slip")),
        sa.UniqueConstraint("handle", name=op.f("uq_recovery_slip_handle")),
    )
    op.create_index(op.f("ix_recovery_slip_unit_id"), "recovery_slip", ["unit_id"])
    op.create_index(op.f("ix_recovery_slip_district_code"), "recovery_slip", ["district_code"])


def downgrade() -> None:
    """Drop the tables; slips that were handed out open nothing any more."""
    for table in ("recovery_slip", "own_code", "text_code", "code_number"):
        op.drop_table(table)
    for name in ADDED:
        op.drop_column("account", name)
