"""What must be on record before real people come."""

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('compliance_facts',
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_compliance_facts_account_id')),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f('fk_compliance_facts_season_id')),
    sa.PrimaryKeyConstraint('season_id', 'version', name=op.f('pk_compliance_facts'))
    )
    op.create_table('compliance_notice',
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('notice_zh', sa.Text(), nullable=False),
    sa.Column('notice_en', sa.Text(), nullable=False),
    sa.Column('terms_zh', sa.Text(), nullable=False),
    sa.Column('terms_en', sa.Text(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_compliance_notice_account_id')),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f('fk_compliance_notice_season_id')),
    sa.PrimaryKeyConstraint('season_id', 'version', name=op.f('pk_compliance_notice'))
    )
    op.create_table('compliance_assessment',
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('answers', sa.Text(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('handed_in_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_compliance_assessment_account_id')),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f('fk_compliance_assessment_season_id')),
    sa.PrimaryKeyConstraint('season_id', 'version', name=op.f('pk_compliance_assessment'))
    )
    op.create_table('compliance_approval',
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('signed', sa.String(length=120), nullable=False),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_compliance_approval_account_id')),
    sa.ForeignKeyConstraint(['season_id', 'version'], ['compliance_assessment.season_id', 'compliance_assessment.version'], name=op.f('fk_compliance_approval_season_id_version')),
    sa.PrimaryKeyConstraint('season_id', 'version', name=op.f('pk_compliance_approval'))
    )
    op.create_table('compliance_breach',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('reach', sa.String(length=24), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('kinds', sa.Text(), nullable=False),
    sa.Column('answers', sa.Text(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('authority_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('people_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_compliance_breach_account_id')),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f('fk_compliance_breach_season_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_compliance_breach'))
    )
    op.create_index(op.f('ix_compliance_breach_season_id'), 'compliance_breach', ['season_id'])
    op.create_table('compliance_release',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('scope', sa.String(length=40), nullable=False),
    sa.Column('detail', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_compliance_release_account_id')),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f('fk_compliance_release_season_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_compliance_release'))
    )
    op.create_index(op.f('ix_compliance_release_season_id'), 'compliance_release', ['season_id'])
    op.create_index(op.f('ix_compliance_release_at'), 'compliance_release', ['at'])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table('compliance_release')
    op.drop_table('compliance_breach')
    op.drop_table('compliance_approval')
    op.drop_table('compliance_assessment')
    op.drop_table('compliance_notice')
    op.drop_table('compliance_facts')
