"""The nights: what people were told of. Units are those of revision 0002."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", _ID, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index("ix_notice_subject_id", "notice", ["subject", "id"])
    op.create_index("ix_article_portal_last_checked", "article", ["portal", "last_checked"])  # the weekly recheck


def downgrade() -> None:
    op.drop_index("ix_article_portal_last_checked", "article")
    op.drop_index("ix_notice_subject_id", "notice")
    op.drop_table("notice")
