package live.roomkit.store.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import live.roomkit.event.RoomEvent;
import live.roomkit.inbox.InboxEntry;
import live.roomkit.inbox.InboxPage;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.inbox.InboxTotals;
import live.roomkit.inbox.Unread;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page of an inbox with one statement, which finds the rooms and then reads their last messages, unread counts
 * and participants.
 */
final class InboxReader {

    private static final String ORDER = "p.active_at DESC, p.id DESC";

    private static final String ROOM = "event_count, %1$s.next_index, %1$s.delivered_index, %1$s.last_activity_at";

    private static final String SELECT =
            """
            SELECT q.%s, q.data, q.bytes, q.unread_events, q.unread_messages, q.participant_count, q.last_message_index,
                CASE WHEN q.data IS NOT NULL THEN q.message END AS message,
                CASE WHEN q.data IS NOT NULL THEN ARRAY(
                    SELECT CAST(s.data AS text) FROM roomkit.participants AS s WHERE s.room_id = q.id
                    ORDER BY s.joined_at, s.id LIMIT %s) END AS present
            FROM (SELECT p.id, p.active_at, p.%s, p.unread_events, p.unread_messages, p.participant_count,
                    p.last_message_index, p.message, \
            """.formatted(ROOM.formatted("q"), InboxEntry.MAX_PARTICIPANTS, ROOM.formatted("p"));

    private static final String UNREAD =
            InboxSearch.UNREAD_EVENTS + " AS unread_events, (" + InboxSearch.UNREAD_MESSAGES + ") AS unread_messages";

    private static final String NOTHING_UNREAD = "0 AS unread_events, 0 AS unread_messages";

    private static final String DETAILS = """
             FROM (
                SELECT r.id, COALESCE(r.last_activity_at, r.created_at) AS active_at, r.%s,
                    r.last_message_index, %%1$s, r.data, e.data AS message, s.present AS participant_count,
                    r.bytes + COALESCE(e.bytes, 0) + s.bytes AS bytes
                FROM roomkit.rooms AS r%%2$s
                    LEFT JOIN roomkit.events AS e ON e.room_id = r.id AND e.index = r.last_message_index
                    CROSS JOIN LATERAL (
                        SELECT pg_catalog.count(*) AS present,
                            COALESCE(pg_catalog.sum(n.bytes) FILTER (WHERE n.place <= %s), 0) AS bytes
                        FROM (
                            SELECT n.bytes, pg_catalog.row_number() OVER (ORDER BY n.joined_at, n.id) AS place
                            FROM roomkit.participants AS n WHERE n.room_id = r.id
                        ) AS n
                    ) AS s
                WHERE r.id = ANY (ARRAY(%%3$s))
            ) AS p) AS q ORDER BY q.active_at DESC, q.id DESC""".formatted(ROOM.formatted("r"), InboxEntry.MAX_PARTICIPANTS);

    private static final String TOTALS = """
            SELECT pg_catalog.count(*) AS unread, COALESCE(pg_catalog.sum(u.messages), 0) AS messages,
                COALESCE(pg_catalog.bool_or(u.unread_events > 1000), FALSE) AS capped
            FROM (%s) AS u""";

    private final Database database;

    private final RoomTable rooms;

    InboxReader(Database database, RoomTable rooms) {
        this.database = database;
        this.rooms = rooms;
    }

    InboxPage page(InboxQuery query) {
        int limit = query.limit() + 1;
        SqlText found = InboxSearch.first(query, this.database, limit);
        String reader = query.readBy();
        List<@Nullable Object> parameters = new ArrayList<>();
        if (reader != null) {
            parameters.add(reader);
            parameters.add(reader);
        }
        parameters.addAll(found.parameters());
        String details = DETAILS.formatted(
                (reader != null) ? UNREAD : NOTHING_UNREAD, (reader != null) ? InboxSearch.MARKER : "", found.text());
        Database.Page<InboxEntry> page = this.database.fitting(
                new Database.PageSql("p", ORDER, SELECT, details),
                limit,
                (row, number) -> entry(row, query),
                parameters.toArray());
        List<InboxEntry> entries = page.rows().subList(0, Math.min(page.rows().size(), query.limit()));
        return InboxPage.of(entries, page.count() > entries.size());
    }

    InboxTotals totals(InboxQuery query) {
        SqlText unread = InboxSearch.unread(query, this.database);
        return this.database
                .listBuilt(
                        TOTALS.formatted(unread.text()),
                        (row, number) -> new InboxTotals(
                                row.getLong("unread"), row.getLong("messages"), row.getBoolean("capped")),
                        Parameters.of(unread.parameters().toArray()))
                .get(0);
    }

    private InboxEntry entry(ResultSet row, InboxQuery query) throws SQLException {
        Room room = this.rooms.mapRow(row);
        byte[] message = row.getBytes("message");
        RoomEvent last =
                (message != null) ? this.database.json().readEvent(message, row.getLong("last_message_index")) : null;
        return new InboxEntry(
                room,
                last,
                (query.readBy() != null)
                        ? Unread.of(row.getLong("unread_events"), row.getLong("unread_messages"))
                        : Unread.NONE,
                participants(row.getArray("present")),
                row.getInt("participant_count"),
                query.cursor(room));
    }

    private List<Participant> participants(Array array) throws SQLException {
        List<Participant> participants = new ArrayList<>();
        for (String text : (String[]) array.getArray()) {
            participants.add(this.database.json().read(text.getBytes(StandardCharsets.UTF_8), Participant.class));
        }
        return participants;
    }
}
