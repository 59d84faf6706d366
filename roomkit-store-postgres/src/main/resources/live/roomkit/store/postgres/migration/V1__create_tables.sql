-- The tables of RoomKit's conversation store. Plain SQL: it can be run by hand, on PostgreSQL 14 and later.
-- There are no checks: the server would parse them anew in each statement, and the store's statements hold the same.
-- Keys by which single rows are found come after the other indexes: where there are no statistics yet, the planner takes the
-- newest of those that seem alike.
-- Ids, keys, channels and addresses are COLLATE "C": their order is the same on every server and never changes.
-- A record is the column data; bytes is the size of its JSON in UTF-8, when it was last written whole.

SET LOCAL lock_timeout = '5s';

-- message_count and last_message_index are those of the messages that the room received: events of that type, not blocked.
-- activity_bucket is the time of the last activity, or of the room's creation, cut to two minutes. An index on the time
-- itself would end HOT updates. The store's statements set the column: a generated column would be parsed and planned in
-- each update of a room.
CREATE TABLE roomkit.rooms (
    id                 text COLLATE "C" NOT NULL,
    organization_id    text COLLATE "C",
    status             text COLLATE "C" NOT NULL,
    next_index         bigint           NOT NULL DEFAULT 0,
    event_count        bigint           NOT NULL DEFAULT 0,
    message_count      bigint           NOT NULL DEFAULT 0,
    last_message_index bigint           NOT NULL DEFAULT -1,
    delivered_index    bigint           NOT NULL DEFAULT -1,
    last_activity_at   timestamptz,
    activity_bucket    timestamptz      NOT NULL DEFAULT '-infinity',
    created_at         timestamptz      NOT NULL,
    updated_at         timestamptz      NOT NULL,
    closed_at          timestamptz,
    bytes              integer          NOT NULL DEFAULT 0,
    data               jsonb            NOT NULL,
    CONSTRAINT rooms_pkey PRIMARY KEY (id)
);

-- Each append updates its room's counters. No index holds them and pages keep room, so these updates stay HOT, except the
-- first of two minutes.
ALTER TABLE roomkit.rooms SET (fillfactor = 60);

CREATE INDEX rooms_organization_id_status_created_at_id_idx
    ON roomkit.rooms (organization_id, status, created_at, id);
CREATE INDEX rooms_status_created_at_id_idx
    ON roomkit.rooms (status, created_at, id);
CREATE INDEX rooms_organization_id_status_activity_bucket_idx
    ON roomkit.rooms (organization_id, status, activity_bucket);
CREATE INDEX rooms_metadata_idx
    ON roomkit.rooms USING gin ((data -> CAST('metadata' AS text)) jsonb_path_ops) WITH (fastupdate = off);

-- append_id is random and drawn once for each call: it tells which call wrote a row. payload_hash is that of the event as it
-- was appended. blocked says whether that is the status of the record.
CREATE TABLE roomkit.events (
    room_id               text COLLATE "C" NOT NULL,
    index                 bigint           NOT NULL,
    id                    text COLLATE "C" NOT NULL,
    type                  text COLLATE "C" NOT NULL,
    visibility            text COLLATE "C" NOT NULL,
    source_channel_id     text COLLATE "C" NOT NULL,
    source_channel_type   text COLLATE "C" NOT NULL,
    source_participant_id text COLLATE "C",
    parent_event_id       text COLLATE "C",
    correlation_id        text COLLATE "C",
    idempotency_key       text COLLATE "C",
    payload_hash          bytea,
    append_id             bigint,
    created_at            timestamptz      NOT NULL,
    bytes                 integer          NOT NULL DEFAULT 0,
    blocked               boolean          NOT NULL DEFAULT false,
    data                  jsonb            NOT NULL,
    CONSTRAINT events_room_id_fkey FOREIGN KEY (room_id) REFERENCES roomkit.rooms (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX events_room_id_idempotency_key_idx
    ON roomkit.events (room_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX events_room_id_created_at_index_idx
    ON roomkit.events (room_id, created_at, index);
CREATE INDEX events_room_id_parent_event_id_index_idx
    ON roomkit.events (room_id, parent_event_id, index) WHERE parent_event_id IS NOT NULL;
CREATE INDEX events_room_id_correlation_id_index_idx
    ON roomkit.events (room_id, correlation_id, index) WHERE correlation_id IS NOT NULL;

ALTER TABLE roomkit.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (room_id, index);
ALTER TABLE roomkit.events
    ADD CONSTRAINT events_id_room_id_key UNIQUE (id, room_id);

-- The columns room_* are copies, so that looking up a channel's or a participant's rooms reads no rooms.
CREATE TABLE roomkit.bindings (
    room_id              text COLLATE "C" NOT NULL,
    channel_id           text COLLATE "C" NOT NULL,
    channel_type         text COLLATE "C" NOT NULL,
    participant_id       text COLLATE "C",
    attached_at          timestamptz      NOT NULL,
    room_created_at      timestamptz      NOT NULL,
    room_status          text COLLATE "C" NOT NULL,
    room_organization_id text COLLATE "C",
    bytes                integer          NOT NULL DEFAULT 0,
    data                 jsonb            NOT NULL,
    CONSTRAINT bindings_room_id_fkey FOREIGN KEY (room_id) REFERENCES roomkit.rooms (id) ON DELETE CASCADE
);

CREATE INDEX bindings_channel_id_room_status_room_created_at_room_id_idx
    ON roomkit.bindings (channel_id, room_status, room_created_at, room_id);
-- The organization is cut, so that an entry of the longest ids still fits an index page.
CREATE INDEX bindings_channel_id_room_organization_id_idx
    ON roomkit.bindings (channel_id, pg_catalog.left(room_organization_id, 64), room_status, room_created_at, room_id)
    WHERE room_organization_id IS NOT NULL;
CREATE INDEX bindings_participant_id_room_created_at_room_id_idx
    ON roomkit.bindings (participant_id, room_created_at, room_id);

ALTER TABLE roomkit.bindings
    ADD CONSTRAINT bindings_pkey PRIMARY KEY (room_id, channel_id);

CREATE TABLE roomkit.participants (
    room_id         text COLLATE "C" NOT NULL,
    id              text COLLATE "C" NOT NULL,
    channel_id      text COLLATE "C" NOT NULL,
    identity_id     text COLLATE "C",
    joined_at       timestamptz      NOT NULL,
    room_created_at timestamptz      NOT NULL,
    bytes           integer          NOT NULL DEFAULT 0,
    data            jsonb            NOT NULL,
    CONSTRAINT participants_room_id_fkey FOREIGN KEY (room_id) REFERENCES roomkit.rooms (id) ON DELETE CASCADE
);

CREATE INDEX participants_id_room_created_at_room_id_idx
    ON roomkit.participants (id, room_created_at, room_id);
CREATE INDEX participants_identity_id_room_created_at_room_id_idx
    ON roomkit.participants (identity_id, room_created_at, room_id) WHERE identity_id IS NOT NULL;

ALTER TABLE roomkit.participants
    ADD CONSTRAINT participants_pkey PRIMARY KEY (room_id, id);

-- An identity that was merged into another one keeps its row, which says into which, under which id, when and why. name_key
-- is the name folded for searching, search what else an identity is found by.
CREATE TABLE roomkit.identities (
    id              text COLLATE "C" NOT NULL,
    organization_id text COLLATE "C",
    name_key        text COLLATE "C" NOT NULL DEFAULT '',
    search          jsonb            NOT NULL DEFAULT '{}',
    merged_into     text COLLATE "C",
    merge_id        text COLLATE "C",
    merged_at       timestamptz,
    merge_reason    text COLLATE "C",
    bytes           integer          NOT NULL DEFAULT 0,
    data            jsonb            NOT NULL
);

CREATE INDEX identities_organization_id_name_key_id_idx
    ON roomkit.identities (organization_id, name_key, id) WHERE merged_into IS NULL;
CREATE INDEX identities_name_key_id_idx
    ON roomkit.identities (name_key, id) WHERE merged_into IS NULL;
CREATE INDEX identities_search_idx
    ON roomkit.identities USING gin (search jsonb_path_ops) WITH (fastupdate = off);
CREATE INDEX identities_merged_into_id_idx
    ON roomkit.identities (merged_into, id) WHERE merged_into IS NOT NULL;
CREATE UNIQUE INDEX identities_merge_id_idx
    ON roomkit.identities (merge_id) WHERE merge_id IS NOT NULL;

ALTER TABLE roomkit.identities
    ADD CONSTRAINT identities_pkey PRIMARY KEY (id);

-- An organization_id of '' stands for no organization. scope names the account within which an address is unique, in at most
-- 64 ASCII characters; '' where the channel type is enough. given is the address in the form in which it was given.
CREATE TABLE roomkit.identity_addresses (
    organization_id text COLLATE "C" NOT NULL,
    channel_type    text COLLATE "C" NOT NULL,
    scope           text COLLATE "C" NOT NULL DEFAULT '',
    address         text COLLATE "C" NOT NULL,
    given           text COLLATE "C",
    identity_id     text COLLATE "C" NOT NULL,
    CONSTRAINT identity_addresses_pkey PRIMARY KEY (organization_id, channel_type, scope, address),
    CONSTRAINT identity_addresses_identity_id_fkey
        FOREIGN KEY (identity_id) REFERENCES roomkit.identities (id) ON DELETE CASCADE
);

CREATE INDEX identity_addresses_identity_id_idx
    ON roomkit.identity_addresses (identity_id);

-- The column room_organization_id is a copy here and below, so that listing an organization's tasks reads no rooms.
CREATE TABLE roomkit.tasks (
    id                   text COLLATE "C" NOT NULL,
    room_id              text COLLATE "C" NOT NULL,
    room_organization_id text COLLATE "C",
    assigned_to          text COLLATE "C",
    status               text COLLATE "C" NOT NULL,
    created_at           timestamptz      NOT NULL,
    bytes                integer          NOT NULL DEFAULT 0,
    data                 jsonb            NOT NULL,
    CONSTRAINT tasks_room_id_fkey FOREIGN KEY (room_id) REFERENCES roomkit.rooms (id) ON DELETE CASCADE
);

CREATE INDEX tasks_room_id_created_at_id_idx
    ON roomkit.tasks (room_id, created_at, id);
CREATE INDEX tasks_status_created_at_id_room_id_idx
    ON roomkit.tasks (status, created_at, id, room_id);
-- Organization and assignee are cut, so that an entry of the longest ids still fits an index page.
CREATE INDEX tasks_room_organization_id_status_created_at_id_room_id_idx
    ON roomkit.tasks (pg_catalog.left(room_organization_id, 64), status, created_at, id, room_id)
    WHERE room_organization_id IS NOT NULL;
CREATE INDEX tasks_assigned_to_status_created_at_id_room_id_idx
    ON roomkit.tasks (pg_catalog.left(assigned_to, 64), status, created_at, id, room_id)
    WHERE assigned_to IS NOT NULL;

ALTER TABLE roomkit.tasks
    ADD CONSTRAINT tasks_pkey PRIMARY KEY (id, room_id);

CREATE TABLE roomkit.observations (
    id                   text COLLATE "C" NOT NULL,
    room_id              text COLLATE "C" NOT NULL,
    room_organization_id text COLLATE "C",
    category             text COLLATE "C",
    created_at           timestamptz      NOT NULL,
    bytes                integer          NOT NULL DEFAULT 0,
    data                 jsonb            NOT NULL,
    CONSTRAINT observations_room_id_fkey FOREIGN KEY (room_id) REFERENCES roomkit.rooms (id) ON DELETE CASCADE
);

CREATE INDEX observations_room_id_created_at_id_idx
    ON roomkit.observations (room_id, created_at, id);
CREATE INDEX observations_created_at_id_room_id_idx
    ON roomkit.observations (created_at, id, room_id);
CREATE INDEX observations_room_organization_id_created_at_id_room_id_idx
    ON roomkit.observations (pg_catalog.left(room_organization_id, 64), created_at, id, room_id)
    WHERE room_organization_id IS NOT NULL;

ALTER TABLE roomkit.observations
    ADD CONSTRAINT observations_pkey PRIMARY KEY (id, room_id);

-- events_read counts the existing events at or below event_index; what is unread is the room's event_count less that.
-- messages_read is to message_count what events_read is to event_count.
CREATE TABLE roomkit.read_markers (
    room_id       text COLLATE "C" NOT NULL,
    channel_id    text COLLATE "C" NOT NULL,
    event_index   bigint           NOT NULL,
    events_read   bigint           NOT NULL,
    messages_read bigint           NOT NULL DEFAULT 0,
    CONSTRAINT read_markers_pkey PRIMARY KEY (room_id, channel_id),
    CONSTRAINT read_markers_room_id_fkey FOREIGN KEY (room_id) REFERENCES roomkit.rooms (id) ON DELETE CASCADE
);

ALTER TABLE roomkit.read_markers SET (fillfactor = 80);
