"""The statistician's file: requests, decisions, the file while it is valid, and every copy."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the four tables."""
    op.create_table('file_request',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('as_of', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=500), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_file_request_account_id')),
    sa.ForeignKeyConstraint(['season_id', 'as_of', 'version'], ['snapshot.season_id', 'snapshot.as_of', 'snapshot.version'], name=op.f('fk_file_request_season_id_as_of_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_file_request'))
    )
    op.create_index(op.f('ix_file_request_season_id'), 'file_request', ['season_id'])
    op.create_table('file_decision',
    sa.Column('request_id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('approved', sa.Boolean(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_file_decision_account_id')),
    sa.ForeignKeyConstraint(['request_id'], ['file_request.id'], name=op.f('fk_file_decision_request_id')),
    sa.PrimaryKeyConstraint('request_id', name=op.f('pk_file_decision'))
    )
    op.create_index(op.f('ix_file_decision_expires_at'), 'file_decision', ['expires_at'])
    op.create_table('file_content',
    sa.Column('request_id', sa.BigInteger(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['file_request.id'], name=op.f('fk_file_content_request_id')),
    sa.PrimaryKeyConstraint('request_id', name=op.f('pk_file_content'))
    )
    op.create_table('file_download',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('request_id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_file_download_account_id')),
    sa.ForeignKeyConstraint(['request_id'], ['file_request.id'], name=op.f('fk_file_download_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_file_download'))
    )
    op.create_index(op.f('ix_file_download_request_id'), 'file_download', ['request_id'])


def downgrade() -> None:
    """Drop them, and with them the log of copies."""
    for table in ('file_download', 'file_content', 'file_decision', 'file_request'):
        op.drop_table(table)
