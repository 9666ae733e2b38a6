"""Stories: fingerprints, edges, figures, documents told apart by year and place. Units are those of revision 0002."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_HASHES = sa.JSON(none_as_null=True).with_variant(ARRAY(sa.BigInteger()), "postgresql")
# SQL for the key of a document that was stored before documents had one.
_KEY = (
    "family || '|' || type || '|' || issuer || CASE WHEN unit = '' THEN '' ELSE '-' || unit END || '|' ||"
    " lower(ltrim(number, '0')) || '|' || coalesce(CAST(year AS TEXT), '')"
)
# SQLite has no index over lists. Triggers keep this one, so that whatever writes a fingerprint (a transfer, a restore,
# a hand) keeps it too. PostgreSQL has GIN.
_FILL = "INSERT INTO fingerprint_hash SELECT value, new.article_id FROM json_each(new.hashes);"
_CLEAR = (
    "DELETE FROM fingerprint_hash"
    " WHERE article_id = old.article_id AND hash IN (SELECT value FROM json_each(old.hashes));"
)
_TRIGGERS = (("insert", "INSERT", _FILL), ("delete", "DELETE", _CLEAR), ("update", "UPDATE OF hashes", _CLEAR + _FILL))
_INVERTED = (
    "CREATE TABLE fingerprint_hash (hash INTEGER NOT NULL, article_id INTEGER NOT NULL, PRIMARY KEY (hash, article_id))"
    " WITHOUT ROWID",
    *(
        f"CREATE TRIGGER fingerprint_hash_{name} AFTER {event} ON fingerprint BEGIN {statements} END"
        for name, event, statements in _TRIGGERS
    ),
)
_PARTIAL = (
    ("ix_article_origin", ["portal", "origin", "origin_portal"], "origin IS NOT NULL"),
    ("ix_article_withheld", ["story_id", "withheld"], "withheld IS NOT NULL"),
)


def upgrade() -> None:
    with op.batch_alter_table("article") as article:
        article.add_column(sa.Column("origin_kind", sa.Text(), nullable=False, server_default="unknown"))
        article.add_column(sa.Column("origin_evidence", sa.Text(), nullable=True))
        article.add_column(sa.Column("origin_portal", sa.Text(), nullable=True))
        article.create_index("ix_article_story_id", ["story_id", "portal"])
    with op.batch_alter_table("article") as article:
        article.alter_column("origin_kind", server_default=None)
    for name, columns, condition in _PARTIAL:
        where = sa.text(condition)
        op.create_index(name, "article", columns, sqlite_where=where, postgresql_where=where)
    with op.batch_alter_table("document") as document:
        document.add_column(sa.Column("key", sa.Text(), nullable=True))
        document.add_column(sa.Column("year_from", sa.Text(), nullable=True))
        document.add_column(sa.Column("place", sa.Text(), nullable=True))
        document.add_column(sa.Column("issued_on", sa.Date(), nullable=True))
    op.execute(f"UPDATE document SET key = {_KEY}, year_from = CASE WHEN year IS NULL THEN NULL ELSE 'number' END")
    # 02/2017/TT-VPCP and 2/2017/TT-VPCP: a replay leads the citations of the second to the first.
    op.execute(
        "UPDATE document SET key = key || '|' || CAST(id AS TEXT)"
        " WHERE id NOT IN (SELECT min(id) FROM document GROUP BY key)"
    )
    with op.batch_alter_table("document") as document:
        document.alter_column("key", nullable=False)
        document.drop_constraint("uq_document_text", type_="unique")
        document.create_unique_constraint("uq_document_key", ["key"])
        document.create_index("ix_document_text", ["text"])
    with op.batch_alter_table("document_ref") as reference:
        reference.add_column(sa.Column("issued_on", sa.Date(), nullable=True))
        reference.add_column(sa.Column("place_from", sa.Text(), nullable=True))
    op.create_table(
        "article_figure",
        sa.Column("article_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("total", sa.Float(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("bound", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("dot_decimal", sa.Boolean(), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_figure_article_id")),
        sa.PrimaryKeyConstraint("article_id", "position", name=op.f("pk_article_figure")),
    )
    op.create_index("ix_article_figure_label", "article_figure", ["label", "article_id"])
    op.create_table(
        "fingerprint",
        sa.Column("article_id", _ID, nullable=False),
        sa.Column("algo_version", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("carrier_id", _ID, nullable=False),
        sa.Column("hashes", _HASHES, nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_fingerprint_article_id")),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_fingerprint")),
    )
    op.create_index("ix_fingerprint_text_hash", "fingerprint", ["text_hash"])
    op.create_index("ix_fingerprint_carrier_id", "fingerprint", ["carrier_id"])
    if op.get_bind().dialect.name == "sqlite":
        for statement in _INVERTED:
            op.execute(statement)
    else:
        # Without fastupdate: each look-up would walk the list of what is not sorted in yet.
        op.execute("CREATE INDEX ix_fingerprint_hashes ON fingerprint USING gin (hashes) WITH (fastupdate = off)")
    op.create_table(
        "fingerprint_stop",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_fingerprint_stop")),
    )
    op.create_table(
        "duplicate_edge",
        sa.Column("article_id", _ID, nullable=False),
        sa.Column("other_id", _ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("jaccard", sa.Float(), nullable=False),
        sa.Column("containment", sa.Float(), nullable=False),
        sa.Column("shorter_id", _ID, nullable=True),
        sa.Column("size", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_duplicate_edge_article_id")),
        sa.ForeignKeyConstraint(["other_id"], ["article.id"], name=op.f("fk_duplicate_edge_other_id")),
        sa.PrimaryKeyConstraint("article_id", "other_id", name=op.f("pk_duplicate_edge")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_duplicate_edge_other_id_kind", "duplicate_edge", ["other_id", "kind"])
    op.create_table(
        "story",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("representative_id", _ID, nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("portals", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["representative_id"], ["article.id"], name=op.f("fk_story_representative_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
    )


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS fingerprint_hash")
    for table in ("story", "duplicate_edge", "fingerprint_stop", "fingerprint", "article_figure"):
        op.drop_table(table)
    op.execute("UPDATE article SET story_id = NULL")
    # Documents of one number become one again: its citations go to the first of them.
    first = "(SELECT min(d.id) FROM document d JOIN document own ON own.text = d.text WHERE own.id = document_id)"
    again = (
        "EXISTS (SELECT 1 FROM document_ref o WHERE o.article_id = document_ref.article_id AND o.document_id <"
        " document_ref.document_id AND (SELECT text FROM document WHERE id = o.document_id) ="
        " (SELECT text FROM document WHERE id = document_ref.document_id))"
    )
    op.execute(f"DELETE FROM document_ref WHERE {again}")
    op.execute(f"UPDATE document_ref SET document_id = {first}")
    op.execute("DELETE FROM document WHERE id NOT IN (SELECT min(id) FROM document GROUP BY text)")
    op.execute("UPDATE document SET year = NULL WHERE year_from <> 'number'")
    with op.batch_alter_table("document_ref") as reference:
        reference.drop_column("place_from")
        reference.drop_column("issued_on")
    with op.batch_alter_table("document") as document:
        document.drop_index("ix_document_text")
        document.drop_constraint("uq_document_key", type_="unique")
        document.create_unique_constraint("uq_document_text", ["text"])
        for name in ("issued_on", "place", "year_from", "key"):
            document.drop_column(name)
    for name, *_ in _PARTIAL:
        op.drop_index(name, "article")
    with op.batch_alter_table("article") as article:
        article.drop_index("ix_article_story_id")
        article.drop_column("origin_portal")
        article.drop_column("origin_evidence")
        article.drop_column("origin_kind")
