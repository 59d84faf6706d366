-- The tables of consumer groups, which belong to the change feed. Plain SQL for PostgreSQL 14 and later.

SET LOCAL lock_timeout = '5s';

-- A row for each partition of a group: its position, and the member that holds it until lease_until. A member may move
-- the position only while owner and fencing are those of its lease; each claim adds 1 to fencing, which begins at random.
-- settings are those that all members must have. Changes above read_id, and those of transactions from late_xid on, have not been handled.
CREATE TABLE roomkit.feed_positions (
    group_name  text COLLATE "C" NOT NULL,
    partition   integer          NOT NULL,
    settings    text COLLATE "C" NOT NULL,
    token       text COLLATE "C" NOT NULL,
    read_id     bigint           NOT NULL,
    late_xid    xid8             NOT NULL,
    owner       text COLLATE "C",
    fencing     bigint           NOT NULL,
    lease_until timestamptz,
    CONSTRAINT feed_positions_pkey PRIMARY KEY (group_name, partition)
);

ALTER TABLE roomkit.feed_positions SET (fillfactor = 40);

-- The members of the groups that were alive until then.
CREATE TABLE roomkit.feed_members (
    group_name  text COLLATE "C" NOT NULL,
    member      text COLLATE "C" NOT NULL,
    alive_until timestamptz      NOT NULL,
    CONSTRAINT feed_members_pkey PRIMARY KEY (group_name, member)
);

ALTER TABLE roomkit.feed_members SET (fillfactor = 40);

-- The rooms whose change a group could not handle. failure is the class of the exception.
CREATE TABLE roomkit.feed_parked_rooms (
    group_name text COLLATE "C" NOT NULL,
    room_id    text COLLATE "C" NOT NULL,
    partition  integer          NOT NULL,
    change_id  bigint           NOT NULL,
    failure    text COLLATE "C" NOT NULL,
    parked_at  timestamptz      NOT NULL,
    reviving   boolean          NOT NULL,
    CONSTRAINT feed_parked_rooms_pkey PRIMARY KEY (group_name, room_id)
);

-- The changes of parked rooms, copied because those of the feed are deleted some day.
CREATE TABLE roomkit.feed_parked_changes (
    group_name      text COLLATE "C" NOT NULL,
    room_id         text COLLATE "C" NOT NULL,
    id              bigint           NOT NULL,
    kind            smallint         NOT NULL,
    index           bigint           NOT NULL,
    created_at      timestamptz      NOT NULL,
    organization_id text COLLATE "C",
    key             text COLLATE "C" NOT NULL,
    CONSTRAINT feed_parked_changes_pkey PRIMARY KEY (group_name, room_id, id)
);
