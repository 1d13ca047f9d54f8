"""The schema, in order. Every table is a function of the captures: a database of an older schema is made anew.

Columns are described for the reader in datasette_metadata.json; a test holds the two together.
"""

from sqlite_utils import Database, Migrations

from archive.text import FOLD_VERSION

migrations = Migrations("ward_archive")

SCHEMA = 20  # `pragma user_version`; raised with every change: tables are made anew from the captures, never altered

# What an article's row and each of its versions have besides title and date.
CONTENT = "published_text author source lead body body_html fingerprint extractor capture"


def columns(declared: str) -> dict[str, type]:
    """`id views:int` → {"id": str, "views": int}."""
    named = (column.partition(":") for column in declared.split())
    return {name: int if type_ == "int" else str for name, _, type_ in named}


@migrations()
def gazetteer(db: Database) -> None:
    # A function of the code, not of the captures: `database` fills them, and again when archive.gazetteer has others.
    db.table("gazetteer").create(columns("version"), pk="version")
    table = db.table("units")
    above = [("province", "units", "id"), ("district", "units", "id")]
    table.create(columns("id code name kind level province district since until folded"), pk="id", foreign_keys=above)
    for column in ("folded", "code", "province", "district"):
        table.create_index([column])
    table = db.table("unit_successors")
    both = [("unit", "units", "id"), ("successor", "units", "id")]
    table.create(columns("unit successor part source"), pk=("unit", "successor"), foreign_keys=both)
    table.create_index(["successor"])


@migrations()
def portals_and_runs(db: Database) -> None:
    # No foreign key from `code`: a note may name a unit that another version of the gazetteer had.
    db.table("portals").create(
        columns("id name ward district province code url platform status successor gone_after:int expect"), pk="id"
    )
    of_portal = [("portal", "portals", "id")]
    db.table("sections").create(columns("id portal slug name url total:int"), pk="id", foreign_keys=of_portal)
    table = db.table("runs")
    counts = "pages:int new:int changed:int unchanged:int gone:int problems:int"
    run = columns(f"run portal started_at ended_at {counts} outcome reason")
    table.create(run, pk=("run", "portal"), foreign_keys=of_portal)
    table.create_index(["portal", "run"])
    db.table("section_runs").create(
        columns("run portal section pages:int listed:int total:int held:int unread:int absent:int unlooked:int reason"),
        pk=("run", "section"),
        foreign_keys=[("portal", "portals", "id")],
    )


@migrations()
def captures(db: Database) -> None:
    table = db.table("captures")
    table.create(
        columns(
            "id run portal url captured_at status:int type length:int digest record purpose subject article found "
            "file offset:int revisit_of etag last_modified"
        ),
        pk="id",
        foreign_keys=[("portal", "portals", "id"), ("revisit_of", "captures", "id")],
    )
    table.create_index(["url", "captured_at"])
    table.create_index(["digest"])
    table.create_index(["file", "offset"], unique=True)
    # No foreign key to articles: an article may have been asked for that was never there.
    db.execute("create index idx_captures_article on captures(article, captured_at) where article is not null")


@migrations()
def articles(db: Database) -> None:
    table = db.table("articles")
    table.create(
        columns(
            "id ord:int title published views:int ward section portal portal_id url version:int first_seen_at seen_at "
            "looked_at gone_at gone_reason " + CONTENT
        ),
        pk="id",
        not_null={"ord", "title"},
        foreign_keys=[("portal", "portals", "id"), ("section", "sections", "id"), ("capture", "captures", "id")],
    )
    table.create_index(["ord"], unique=True)
    table.create_index(["portal", "ord"])
    table.create_index(["portal", "first_seen_at"])
    table.create_index(["section", "ord"])
    table.create_index(["published"])


@migrations()
def versions_and_views(db: Database) -> None:
    references = [("article", "articles", "id"), ("capture", "captures", "id")]
    db.table("versions").create(
        columns(
            "article seen_at number:int changed words_added:int words_removed:int silent_edit:int title published "
            "images attachments " + CONTENT
        ),
        pk=("article", "seen_at"),
        foreign_keys=references,
    )
    db.table("views").create(
        columns("article seen_at count:int capture"), pk=("article", "seen_at"), foreign_keys=references
    )


@migrations()
def absences(db: Database) -> None:
    db.table("absences").create(
        columns("article since reason confirmed_at back_at capture back_capture"),
        pk=("article", "since"),
        foreign_keys=[
            ("article", "articles", "id"),
            ("capture", "captures", "id"),
            ("back_capture", "captures", "id"),
        ],
    )


@migrations()
def listings(db: Database) -> None:
    # No foreign key to articles: what is listed and not yet read is what is left to do.
    table = db.table("article_sections")
    table.create(
        columns("article section url views:int listed_at capture"),
        pk=("article", "section"),
        foreign_keys=[("section", "sections", "id"), ("capture", "captures", "id")],
    )
    table.create_index(["section"])
    pages = db.table("list_pages")
    pages.create(
        columns("section url items:int next_url total:int read_at capture"),
        pk=("section", "url"),
        foreign_keys=[("section", "sections", "id"), ("capture", "captures", "id")],
    )
    db.table("feed_items").create(
        columns("article feed url listed_at capture"),
        pk=("article", "feed"),
        foreign_keys=[("capture", "captures", "id")],
    )


@migrations()
def media(db: Database) -> None:
    of_capture = [("capture", "captures", "id")]
    shape = columns("sha256 type bytes:int width:int height:int capture")
    db.table("images").create(shape, pk="sha256", foreign_keys=of_capture)
    table = db.table("media")
    table.create(columns("key url outcome type bytes:int sha256 capture"), pk="key", foreign_keys=of_capture)
    table.create_index(["sha256"])
    db.table("media_copies").create(
        columns("media seen_at type bytes:int sha256 capture"),
        pk=("media", "seen_at"),
        foreign_keys=[("media", "media", "key"), ("capture", "captures", "id")],
    )
    for shown, says in (("article_images", "alt caption"), ("attachments", "name")):
        table = db.table(shown)
        table.create(
            columns(f"article position:int media {says}"),
            pk=("article", "position"),
            foreign_keys=[("article", "articles", "id"), ("media", "media", "key")],
        )
        table.create_index(["media"])


@migrations()
def problems(db: Database) -> None:
    table = db.table("problems")
    table.create(
        columns("id:int portal article kind field url raw detail capture first_seen_at last_seen_at"),
        pk="id",
        foreign_keys=[("portal", "portals", "id"), ("capture", "captures", "id")],
    )
    table.create_index(["url", "kind", "field", "raw"], unique=True)
    table.create_index(["portal", "kind"])
    table.create_index(["article"])


@migrations()
def withheld(db: Database) -> None:
    # The ledger. A withheld name is in the sealed captures alone: `id` is the place of the record that has it.
    db.table("withheld").create(columns("id kind subject reason withheld_at"), pk="id")


@migrations()
def full_text(db: Database) -> None:
    # Contentless: derived from articles. The body is first: FTS5 does not name that column, a quarter less.
    tokenizer = "content='', tokenize='unicode61 remove_diacritics 0'"
    db.execute(f"create virtual table search_index using fts5(body, title, filters, {tokenizer})")
    db.execute(f"create virtual table search_keys using fts5(keys, detail=none, {tokenizer})")
    db.table("search_facets").create(columns("chunk:int") | {"records": bytes}, pk="chunk")
    for table, unique in (("search_values", "kind value"), ("search_words", "word")):
        db.table(table).create(columns(f"id:int {unique}"), pk="id").create_index(unique.split(), unique=True)
    db.table("search_changes").create(columns("id:int ord:int stamp:int"), pk="id")
    db.table("search_state").insert({"fold_version": FOLD_VERSION, "stamp": 0, "followed": 0})
