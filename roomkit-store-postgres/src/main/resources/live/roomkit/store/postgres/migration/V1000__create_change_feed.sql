-- The tables of the change feed, which exist only where the feed was switched on. Plain SQL for PostgreSQL 14 and later.

SET LOCAL lock_timeout = '5s';

-- A row for each change, inserted by the statement that makes it. The id is drawn while the changed row is locked, so the
-- ids of a record's changes are in their order, and the sequence must not cache. key is the id of the record within its
-- room, and index its index; '' and 0 where it has none. kind is the number of ChangeKind.
CREATE TABLE roomkit.changes (
    id              bigint           NOT NULL GENERATED ALWAYS AS IDENTITY,
    xid             xid8             NOT NULL DEFAULT pg_catalog.pg_current_xact_id(),
    kind            smallint         NOT NULL,
    index           bigint           NOT NULL,
    created_at      timestamptz      NOT NULL,
    room_id         text COLLATE "C" NOT NULL,
    organization_id text COLLATE "C",
    key             text COLLATE "C" NOT NULL,
    CONSTRAINT changes_pkey PRIMARY KEY (id)
);

CREATE INDEX changes_xid_id_idx
    ON roomkit.changes (xid, id);

-- The feed is on while there is a row; its id is 1. The changes of its epoch have ids above first_id. The row is never
-- updated: born is the transaction that inserted it, and differs from xmin in a database that was restored from a dump.
CREATE TABLE roomkit.feed (
    id       smallint         NOT NULL,
    epoch    text COLLATE "C" NOT NULL,
    first_id bigint           NOT NULL,
    born     xid8             NOT NULL DEFAULT pg_catalog.pg_current_xact_id(),
    CONSTRAINT feed_pkey PRIMARY KEY (id)
);

-- The highest id and transaction of the changes that were deleted in an epoch.
CREATE TABLE roomkit.feed_deletions (
    epoch text COLLATE "C" NOT NULL,
    id    bigint           NOT NULL,
    xid   xid8             NOT NULL,
    CONSTRAINT feed_deletions_pkey PRIMARY KEY (epoch)
);
