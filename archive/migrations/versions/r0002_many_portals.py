"""Many portals: districts, who runs a portal, what a run noticed, events apart from publication.

Units of this version (archive/gazetteer.py `digest`): see UNITS. Whoever changes provinces.csv or districts.csv adds a
migration that says what changed, with the new digest; loading itself is done by `upgrade`.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

UNITS = "c4375ad1f22d86d0e6afc3460544a814ff4987317ff2df0f1dd7c98c5918e624"
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_UNIT = (("city_act", True), ("code", False), ("iso_code", True), ("region_2021", True), ("region_2025", True))


def upgrade() -> None:
    op.create_table(
        "district",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district")),
    )
    op.create_index(op.f("ix_district_province"), "district", ["province"])
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    # Units are loaded after the migration, which gives these columns their values.
    with op.batch_alter_table("unit") as batch:
        for name, nullable in (*_UNIT, ("today", False)):
            batch.add_column(sa.Column(name, sa.Text(), nullable=nullable, server_default=None if nullable else ""))
        batch.create_index(batch.f("ix_unit_today"), ["today"])
    with op.batch_alter_table("unit") as batch:
        for name in ("code", "today"):
            batch.alter_column(name, existing_type=sa.Text(), server_default=None)
    with op.batch_alter_table("portal") as batch:
        batch.add_column(sa.Column("level", sa.Text(), nullable=True))
        batch.add_column(sa.Column("district", sa.Text(), nullable=True))
        batch.create_foreign_key(batch.f("fk_portal_district"), "district", ["district"], ["id"])
    with op.batch_alter_table("run") as batch:
        batch.add_column(sa.Column("notes", _JSON, nullable=False, server_default="[]"))
    with op.batch_alter_table("run") as batch:
        batch.alter_column("notes", existing_type=_JSON, server_default=None)
    with op.batch_alter_table("article") as batch:
        batch.add_column(sa.Column("event_date_raw", sa.Text(), nullable=True))
        batch.add_column(sa.Column("event_date_method", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("article") as batch:
        batch.drop_column("event_date_method")
        batch.drop_column("event_date_raw")
    with op.batch_alter_table("run") as batch:
        batch.drop_column("notes")
    with op.batch_alter_table("portal") as batch:
        batch.drop_constraint(batch.f("fk_portal_district"), type_="foreignkey")
        batch.drop_column("district")
        batch.drop_column("level")
    with op.batch_alter_table("unit") as batch:
        batch.drop_index(batch.f("ix_unit_today"))
        for name, _ in (*_UNIT, ("today", False)):
            batch.drop_column(name)
    op.drop_table("meta")
    op.drop_index(op.f("ix_district_province"), "district")
    op.drop_table("district")
