package live.roomkit.benchmarks.workload;

import java.sql.SQLException;
import java.sql.Statement;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.room.RoomStatus;

/**
 * Creates the rooms of one organization. 90 % of the rooms are active. Each room had its last activity within 60 days
 * after its creation. 15 % of the active rooms had their last activity in the last 15 minutes of these 60 days. Each
 * agent is a channel that is bound to a number of active rooms. When there are at least 100 rooms, the agent
 * {@link #QUIET} is bound only to rooms that had no activity in the last twelve days of these 60 days. When there are
 * fewer rooms, {@link #QUIET} is bound to all active rooms.
 */
final class InboxRooms {

    static final String ORGANIZATION = "inbox";

    static final String QUIET = "quiet";

    private static final String ROOMS = """
            INSERT INTO roomkit.rooms (id, organization_id, status, next_index, event_count, message_count,
                last_message_index, last_activity_at, activity_bucket, created_at, updated_at, bytes, data)
            SELECT n.id, 'inbox', n.status, %2$d, %2$d, %2$d, %2$d - 1,
                a.last_activity_at, date_bin('2 minutes', a.last_activity_at, '2000-01-01Z'), n.created_at, n.created_at, 250,
                jsonb_build_object('id', n.id, 'organization_id', 'inbox', 'status', n.status,
                    'created_at', '2026-01-01T00:00:00Z', 'updated_at', '2026-01-01T00:00:00Z', 'timers', '{}'::jsonb,
                    'agent_response_policy', 'agent_chain', 'metadata', jsonb_build_object('ticket', 't-' || n.i))
            FROM (
                SELECT i, 'inbox-' || i AS id, timestamptz '2026-01-01 00:00:00Z' AS created_at,
                    CASE WHEN i %% 10 = 0 THEN 'closed' ELSE 'active' END AS status,
                    CAST(i AS bigint) * 7919 %% %1$d / CAST(%1$d AS double precision) AS place
                FROM generate_series(1, %1$d) AS i
            ) AS n CROSS JOIN LATERAL (
                SELECT n.created_at + interval '60 days' - CASE WHEN n.place < 0.15 THEN n.place * interval '100 minutes'
                    ELSE interval '15 minutes' + (n.place - 0.15) * interval '35 days' END AS last_activity_at
            ) AS a
            """;

    private static final String EVENTS = """
            INSERT INTO roomkit.events (room_id, index, id, type, visibility, source_channel_id, source_channel_type,
                append_id, created_at, bytes, data)
            SELECT 'inbox-' || i, e, 'inbox-' || i || '-event-' || e, 'message', 'all', 'visitor-' || i, 'sms', e,
                timestamptz '2026-01-01 00:00:00Z' + e * interval '1 minute', 450,
                CAST('{"id":"inbox-' || i || '-event-' || e || '","room_id":"inbox-' || i
                    || '","type":"message","source":{"channel_id":"visitor-' || i
                    || '","channel_type":"sms","direction":"inbound"},"content":{"type":"text","body":"'
                    || repeat('Lorem ipsum ', 10) || e || '"},"status":"delivered","visibility":"all","chain_depth":0,'
                    || '"created_at":"2026-01-01T00:00:00Z"}' AS jsonb)
            FROM generate_series(1, %1$d) AS i, generate_series(0, %2$d - 1) AS e
            """;

    private static final String BINDINGS = """
            INSERT INTO roomkit.bindings (room_id, channel_id, channel_type, participant_id, attached_at, room_created_at,
                room_status, room_organization_id, bytes, data)
            SELECT 'inbox-' || b.i, b.channel_id, b.channel_type, b.participant_id, b.created_at, b.created_at, b.status,
                'inbox', 300,
                jsonb_strip_nulls(jsonb_build_object('channel_id', b.channel_id, 'room_id', 'inbox-' || b.i,
                    'channel_type', b.channel_type, 'category', 'transport', 'direction', 'bidirectional',
                    'access', 'read_write', 'visibility', 'all', 'participant_id', b.participant_id,
                    'attached_at', '2026-01-01T00:00:00Z', 'capabilities', '{}'::jsonb, 'metadata', '{}'::jsonb))
            FROM (
                SELECT n.i, n.created_at, n.status, a.channel_id, a.channel_type, a.participant_id
                FROM (
                    SELECT i, i - i / 10 AS number, timestamptz '2026-01-01 00:00:00Z' AS created_at,
                        CASE WHEN i %% 10 = 0 THEN 'closed' ELSE 'active' END AS status,
                        CAST(i AS bigint) * 7919 %% %1$d / CAST(%1$d AS double precision) AS place
                    FROM generate_series(1, %1$d) AS i
                ) AS n, LATERAL (
                    SELECT 'visitor-' || n.i, 'sms', 'visitor'
                    UNION ALL
                    SELECT 'agent-' || c, 'websocket', NULL
                    FROM unnest(ARRAY[100, 1000, 10000]) AS c
                    WHERE n.status = 'active' AND (c >= %3$d
                        OR n.number * CAST(c AS bigint) / %3$d <> (n.number - 1) * CAST(c AS bigint) / %3$d)
                    UNION ALL
                    SELECT 'agent-quiet', 'websocket', NULL
                    WHERE n.status = 'active' AND (n.i %% 5 = 1 AND n.place >= 0.5 OR %1$d < 100)
                ) AS a (channel_id, channel_type, participant_id)
            ) AS b
            """;

    private static final String PARTICIPANTS = """
            INSERT INTO roomkit.participants (room_id, id, channel_id, joined_at, room_created_at, bytes, data)
            SELECT 'inbox-' || i, p.id, p.id, timestamptz '2026-01-01 00:00:00Z', timestamptz '2026-01-01 00:00:00Z', 250,
                jsonb_build_object('id', p.id, 'room_id', 'inbox-' || i, 'channel_id', p.id, 'role', 'member',
                    'status', 'active', 'identification', 'identified', 'connected_via', jsonb_build_array(p.id),
                    'joined_at', '2026-01-01T00:00:00Z', 'metadata', '{}'::jsonb)
            FROM generate_series(1, %1$d) AS i, unnest(ARRAY['visitor', 'assistant', 'agent']) AS p (id)
            """;

    private static final String MARKERS = """
            INSERT INTO roomkit.read_markers (room_id, channel_id, event_index, events_read, messages_read)
            SELECT n.room_id, n.channel_id, n.read - 1, n.read, n.read
            FROM (
                SELECT b.room_id, b.channel_id,
                    CASE WHEN CAST(substr(b.room_id, 7) AS int) %% 2 = 0 THEN %2$d ELSE %2$d / 2 END AS read
                FROM roomkit.bindings AS b
                WHERE b.room_organization_id = 'inbox' AND b.channel_type = 'websocket'
            ) AS n
            """;

    private InboxRooms() {}

    static void write(Server server, int rooms, long eventsOfRoom) throws SQLException {
        int active = Math.max(1, rooms - rooms / 10);
        for (String insert : new String[] {ROOMS, EVENTS, BINDINGS, PARTICIPANTS, MARKERS}) {
            server.update(insert.formatted(rooms, eventsOfRoom, active));
        }
        server.call(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(server.sql("VACUUM (ANALYZE) roomkit.rooms, roomkit.events, roomkit.bindings,"
                        + " roomkit.participants, roomkit.read_markers"));
            }
        });
    }

    /** Returns the id of an agent's channel. */
    static String agent(String rooms) {
        return "agent-" + rooms;
    }

    /**
     * Returns an inbox query for the active and the paused rooms of an agent. The id of the agent's channel is
     * {@code agent-} followed by the given text.
     */
    static InboxQuery of(String rooms) {
        return InboxQuery.ofChannel(agent(rooms))
                .organizationId(ORGANIZATION)
                .statuses(RoomStatus.ACTIVE, RoomStatus.PAUSED);
    }
}
