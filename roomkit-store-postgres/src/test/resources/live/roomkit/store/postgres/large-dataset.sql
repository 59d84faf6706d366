-- Many rooms with few events, one room with very many, one room from which events were deleted. Runs on empty tables, as
-- a superuser, in one transaction; the names that begin with a colon are replaced by numbers.
--
-- The first room is the hot one, the second the one with deletions. The channel ai-main and the participant agent-1 are
-- in every room or most; sms-N and person-N in a few. Old rooms are closed, the newest are active, some of the oldest
-- paused; org-old has old rooms only, org-new the newest.

SET LOCAL session_replication_role = replica;
SET LOCAL maintenance_work_mem = '256MB';

INSERT INTO roomkit.rooms
    (id, organization_id, status, next_index, event_count, message_count, last_message_index, delivered_index, last_activity_at, activity_bucket,
     created_at, updated_at, closed_at, data)
SELECT n.id, n.organization_id, n.status, n.next_index, n.event_count,
    n.event_count - n.next_index / 10, n.next_index - CASE WHEN n.next_index % 10 = 0 THEN 2 ELSE 1 END, n.next_index - 1,
    n.created_at + interval '1 day', date_bin('2 minutes', n.created_at + interval '1 day', '2000-01-01Z'),
    n.created_at, n.created_at,
    CASE WHEN n.status = 'closed' THEN n.created_at + interval '1 day' END,
    jsonb_strip_nulls(jsonb_build_object(
        'id', n.id, 'organization_id', n.organization_id, 'status', n.status,
        'created_at', to_char(n.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'updated_at', to_char(n.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'timers', '{}'::jsonb, 'agent_response_policy', 'agent_chain',
        'metadata', jsonb_build_object('ticket', 't-' || n.i, 'topic', 'topic-' || n.i % 10)))
FROM (
    SELECT i, 'room-' || lpad(CAST(i AS text), 7, '0') AS id,
        timestamptz '2024-01-01 00:00:00Z' + i * interval '5 minutes' AS created_at,
        CASE WHEN i BETWEEN 101 AND 130 THEN 'org-old' WHEN i > :rooms - 20 THEN 'org-new'
            WHEN i % 10 = 0 THEN 'org-big' WHEN i % 10 < 9 THEN 'org-' || i % 997 END AS organization_id,
        CASE WHEN i <= 2 OR i > :rooms * 0.96 THEN 'active' WHEN i % 100 = 50 AND i < :rooms * 0.1 THEN 'paused'
            WHEN i % 20 = 1 THEN 'archived' ELSE 'closed' END AS status,
        CASE i WHEN 1 THEN :hot_events WHEN 2 THEN :gap_events ELSE :room_events END AS next_index,
        CASE i WHEN 1 THEN :hot_events WHEN 2 THEN :gap_events - :gap_events / 10 ELSE :room_events END AS event_count
    FROM generate_series(1, :rooms) AS i
) AS n;

INSERT INTO roomkit.events
    (room_id, index, id, type, visibility, source_channel_id, source_channel_type, source_participant_id,
     parent_event_id, correlation_id, idempotency_key, payload_hash, append_id, created_at, bytes, data)
SELECT n.room_id, n.i, n.id, n.type, n.visibility, n.channel_id, n.channel_type, n.participant_id, n.parent_id,
    n.correlation_id, n.key, sha256('x'), n.i, n.created_at, 350,
    CAST('{"id":"' || n.id || '","room_id":"' || n.room_id || '","type":"' || n.type
        || '","source":{"channel_id":"' || n.channel_id || '","channel_type":"' || n.channel_type
        || '","direction":"inbound","participant_id":"' || n.participant_id
        || '"},"content":{"type":"text","body":"Lorem ipsum dolor sit amet ' || n.i
        || '"},"status":"delivered","visibility":"' || n.visibility || '","chain_depth":0'
        || COALESCE(',"parent_event_id":"' || n.parent_id || '"', '')
        || COALESCE(',"correlation_id":"' || n.correlation_id || '"', '')
        || COALESCE(',"idempotency_key":"' || n.key || '"', '')
        || ',"created_at":"' || to_char(n.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || '"}' AS jsonb)
FROM (
    SELECT e.room_id, e.i, e.id, timestamptz '2024-01-01 00:00:00Z' + e.room * interval '5 minutes'
            + e.i * interval '1 minute' AS created_at,
        CASE WHEN e.i % 50000 = 49999 THEN 'recording_started' WHEN e.i % 10 = 9 THEN 'system'
            ELSE 'message' END AS type,
        CASE WHEN e.i % 100 = 99 THEN 'internal' ELSE 'all' END AS visibility,
        CASE WHEN e.i % 2 = 0 THEN 'ai-main' ELSE 'sms-' || e.room % 50 END AS channel_id,
        CASE WHEN e.i % 2 = 0 THEN 'ai' ELSE 'sms' END AS channel_type,
        CASE WHEN e.i % 2 = 0 THEN 'agent-1' ELSE 'person-' || e.room % 20000 END AS participant_id,
        CASE WHEN e.i % 5 = 3 THEN e.room_id || '-event-' || lpad(CAST(e.i - e.i % 50 AS text), 7, '0')
            END AS parent_id,
        CASE WHEN e.i % 4 = 0 THEN 'correlation-' || e.i / 20 END AS correlation_id,
        CASE WHEN e.i % 2 = 1 THEN 'key-' || e.i END AS key
    FROM (
        SELECT CAST(substr(r.id, 6) AS int) AS room, r.id AS room_id, i,
            r.id || '-event-' || lpad(CAST(i AS text), 7, '0') AS id
        FROM (SELECT id, next_index FROM roomkit.rooms ORDER BY id) AS r, generate_series(0, r.next_index - 1) AS i
    ) AS e
    WHERE e.room <> 2 OR e.i % 10 <> 7
) AS n;

INSERT INTO roomkit.bindings
    (room_id, channel_id, channel_type, participant_id, attached_at, room_created_at, room_status, room_organization_id, data)
SELECT r.id, b.channel_id, b.channel_type, b.participant_id, r.created_at, r.created_at, r.status, r.organization_id,
    jsonb_build_object('channel_id', b.channel_id, 'room_id', r.id, 'channel_type', b.channel_type,
        'category', b.category, 'direction', 'bidirectional', 'access', 'read_write', 'visibility', 'all',
        'participant_id', b.participant_id, 'attached_at', r.data ->> 'created_at',
        'capabilities', '{"media_types": ["text"]}'::jsonb, 'metadata', '{}'::jsonb)
FROM roomkit.rooms AS r, LATERAL (SELECT CAST(substr(r.id, 6) AS int) AS i) AS n,
    LATERAL (VALUES ('ai-main', 'ai', 'intelligence', 'agent-1'),
        ('sms-' || n.i % 50, 'sms', 'transport', 'person-' || n.i % 20000))
        AS b (channel_id, channel_type, category, participant_id);

INSERT INTO roomkit.participants
    (room_id, id, channel_id, identity_id, joined_at, room_created_at, data)
SELECT r.id, p.id, p.channel_id, p.identity_id, r.created_at, r.created_at,
    jsonb_strip_nulls(jsonb_build_object('id', p.id, 'room_id', r.id, 'channel_id', p.channel_id, 'role', p.role,
        'status', 'active', 'identification', 'identified', 'identity_id', p.identity_id,
        'connected_via', jsonb_build_array(p.channel_id), 'joined_at', r.data ->> 'created_at',
        'metadata', '{}'::jsonb))
FROM roomkit.rooms AS r, LATERAL (SELECT CAST(substr(r.id, 6) AS int) AS i) AS n,
    LATERAL (VALUES ('agent-1', 'ai-main', 'agent', 'agent', n.i % 10 <> 3),
        ('person-' || n.i % 20000, 'sms-' || n.i % 50, 'identity-' || n.i % 20000, 'member', TRUE))
        AS p (id, channel_id, identity_id, role, present)
WHERE p.present;

INSERT INTO roomkit.identities (id, organization_id, name_key, search, data)
SELECT n.id, n.organization_id, n.name_key, jsonb_strip_nulls(jsonb_build_object('organization_id', n.organization_id,
        'email', 'p-' || n.i || '@example.org', 'external_id', 'x-' || n.i % 1000,
        'external_ids', jsonb_build_object('crm', CAST(n.i % 5000 AS text)))),
    jsonb_strip_nulls(jsonb_build_object('id', n.id, 'organization_id', n.organization_id, 'display_name', n.name_key,
        'channel_addresses', jsonb_build_object('sms', jsonb_build_array('+1555' || n.i), 'email',
        jsonb_build_array('person-' || n.i || '@example.org')), 'external_ids', '{}'::jsonb, 'metadata', '{}'::jsonb))
FROM (
    SELECT i, 'identity-' || i AS id, 'person ' || i AS name_key,
        CASE WHEN i % 10 = 0 THEN 'org-big' WHEN i % 10 < 9 THEN 'org-' || i % 997 END AS organization_id
    FROM generate_series(0, :rooms / 5 - 1) AS i
) AS n;

INSERT INTO roomkit.identity_addresses (organization_id, channel_type, address, identity_id)
SELECT COALESCE(i.organization_id, ''), a.channel_type, a.address, i.id
FROM roomkit.identities AS i, LATERAL (
    SELECT t.key AS channel_type, t.value ->> 0 AS address FROM jsonb_each(i.data -> 'channel_addresses') AS t) AS a;

INSERT INTO roomkit.tasks (id, room_id, room_organization_id, assigned_to, status, created_at, data)
SELECT 'task-' || n.i, n.room_id, r.organization_id, n.assigned_to, n.status, n.created_at, jsonb_strip_nulls(jsonb_build_object(
    'id', 'task-' || n.i, 'room_id', n.room_id, 'assigned_to', n.assigned_to,
    'data', '{}'::jsonb, 'status', n.status, 'metadata', '{}'::jsonb,
    'created_at', to_char(n.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))
FROM (
    SELECT i, CASE WHEN i % 2 = 0 THEN 'agent-1' WHEN i % 5 = 1 THEN 'agent-' || i % 997 END AS assigned_to, 'room-' || lpad(CAST(CASE WHEN i % 3 = 0 THEN 1 ELSE i END AS text), 7, '0') AS room_id,
        CASE WHEN i > :rooms / 2 - 3 THEN 'pending' ELSE 'completed' END AS status,
        timestamptz '2024-01-01 00:00:00Z' + i * interval '5 minutes' AS created_at
    FROM generate_series(1, :rooms / 2) AS i
) AS n JOIN roomkit.rooms AS r ON r.id = n.room_id
ORDER BY n.i;

INSERT INTO roomkit.observations (id, room_id, room_organization_id, category, created_at, data)
SELECT 'observation-' || n.i, n.room_id, r.organization_id, n.category, n.created_at, jsonb_build_object('id', 'observation-' || n.i,
    'room_id', n.room_id, 'category', n.category, 'data', '{}'::jsonb, 'confidence', 1, 'metadata', '{}'::jsonb,
    'created_at', to_char(n.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
FROM (
    SELECT i, 'room-' || lpad(CAST(CASE WHEN i % 3 = 0 THEN 1 ELSE i END AS text), 7, '0') AS room_id,
        CASE WHEN i > :rooms / 2 - 3 THEN 'rare' ELSE 'mood' END AS category,
        timestamptz '2024-01-01 00:00:00Z' + i * interval '5 minutes' AS created_at
    FROM generate_series(1, :rooms / 2) AS i
) AS n JOIN roomkit.rooms AS r ON r.id = n.room_id
ORDER BY n.i;

INSERT INTO roomkit.read_markers (room_id, channel_id, event_index, events_read, messages_read)
SELECT r.id, c.channel_id, r.next_index - 1, r.event_count, r.message_count
FROM roomkit.rooms AS r, LATERAL (VALUES ('ai-main'), ('sms-' || CAST(substr(r.id, 6) AS int) % 50)) AS c (channel_id);
