package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.internal.protection.ExportLine;
import live.roomkit.internal.protection.ImportLine;
import live.roomkit.internal.protection.ImportTarget;
import live.roomkit.internal.protection.RecordKind;
import live.roomkit.internal.store.ReceivedMessages;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Adds the records of an export to a store. The stored form of a record is written as it is on its line, so that fields of a
 * newer version survive.
 *
 * <p>The records of a room are added under its lock {@code FOR UPDATE}, since events may be inserted in the middle of its
 * timeline, together with the counters of the room and of its read markers. The first statement also changes the room's row,
 * so that a transaction on an older snapshot fails there.
 */
final class ProtectionImport implements ImportTarget {

    private static final String INSERT_IDENTITY = """
            INSERT INTO roomkit.identities AS i (id, organization_id, bytes, data)
            VALUES (?, ?, ?, CAST(? AS jsonb))
            ON CONFLICT (id) DO NOTHING
            RETURNING i.id
            """;

    private static final String INSERT_ROOM = """
            INSERT INTO roomkit.rooms AS r
                (id, organization_id, status, next_index, delivered_index, last_activity_at, created_at, updated_at,
                 closed_at, bytes, data)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS jsonb))
            ON CONFLICT (id) DO NOTHING
            RETURNING r.id
            """;

    private static final String INSERT_BINDING = """
            INSERT INTO roomkit.bindings AS b
                (room_id, channel_id, channel_type, participant_id, attached_at, room_created_at, room_status,
                 room_organization_id, bytes, data)
            SELECT r.id, ?, ?, ?, ?, r.created_at, r.status, r.organization_id, ?, CAST(? AS jsonb)
            FROM roomkit.rooms AS r
            WHERE r.id = ?
            ON CONFLICT (room_id, channel_id) DO NOTHING
            RETURNING b.channel_id
            """;

    private static final String INSERT_PARTICIPANT = """
            INSERT INTO roomkit.participants AS p
                (room_id, id, channel_id, identity_id, joined_at, room_created_at, bytes, data)
            SELECT r.id, ?, ?, ?, ?, r.created_at, ?, CAST(? AS jsonb)
            FROM roomkit.rooms AS r
            WHERE r.id = ?
            ON CONFLICT (room_id, id) DO NOTHING
            RETURNING p.id
            """;

    private static final String INSERT_EVENTS = """
            INSERT INTO roomkit.events AS e (index, %s)
            SELECT (CAST(? AS bigint[]))[n.position], ?, %s
            FROM %s
            ON CONFLICT DO NOTHING
            RETURNING e.index
            """.formatted(EventRow.COLUMNS, EventRow.ROW_VALUES, EventRow.ROWS);

    private static final String COUNT_EVENTS = """
            UPDATE roomkit.rooms AS r
            SET next_index = GREATEST(r.next_index, ?), event_count = r.event_count + ?,
                message_count = r.message_count + ?, last_message_index = GREATEST(r.last_message_index, ?)
            WHERE r.id = ?
            """;

    private static final String UP_TO_MARKER = """
            (SELECT pg_catalog.count(*) FROM pg_catalog.unnest(CAST(? AS bigint[])) AS d (index)
                    WHERE d.index <= m.event_index)""";

    private static final String COUNT_READ = """
            UPDATE roomkit.read_markers AS m
            SET events_read = m.events_read + %1$s,
                messages_read = m.messages_read + %1$s
            WHERE m.room_id = ? AND (m.event_index >= ? OR %2$s)
            """.formatted(UP_TO_MARKER, Rows.ON_A_SNAPSHOT);

    private static final String INSERT_TASK = """
            INSERT INTO roomkit.tasks AS t (id, room_id, status, created_at, bytes, data)
            VALUES (?, ?, ?, ?, ?, CAST(? AS jsonb))
            ON CONFLICT (id, room_id) DO NOTHING
            RETURNING t.id
            """;

    private static final String INSERT_OBSERVATION = """
            INSERT INTO roomkit.observations AS o (id, room_id, category, created_at, bytes, data)
            VALUES (?, ?, ?, ?, ?, CAST(? AS jsonb))
            ON CONFLICT (id, room_id) DO NOTHING
            RETURNING o.id
            """;

    private static final String READ_UP_TO = """
            (SELECT pg_catalog.count(*) FROM roomkit.events AS e WHERE e.room_id = r.id AND e.index <= ?%s)""";

    private static final String INSERT_READ_MARKER =
            """
            INSERT INTO roomkit.read_markers AS m (room_id, channel_id, event_index, events_read, messages_read)
            SELECT r.id, ?, ?, %s, %s
            FROM roomkit.rooms AS r
            WHERE r.id = ?
            ON CONFLICT (room_id, channel_id) DO NOTHING
            RETURNING m.channel_id
            """.formatted(READ_UP_TO.formatted(""), READ_UP_TO.formatted(" AND " + EventTable.IS_MESSAGE));

    private static final String FIND_IDENTITY = "SELECT i.data FROM roomkit.identities AS i WHERE i.id = ?";

    private static final String FIND_ROOM = "SELECT r.data FROM roomkit.rooms AS r WHERE r.id = ?";

    private static final String FIND_BINDING =
            "SELECT b.data FROM roomkit.bindings AS b WHERE b.room_id = ? AND b.channel_id = ?";

    private static final String FIND_PARTICIPANT =
            "SELECT p.data FROM roomkit.participants AS p WHERE p.room_id = ? AND p.id = ?";

    private static final String FIND_EVENT =
            "SELECT e.index, e.payload_hash, e.data FROM roomkit.events AS e WHERE e.room_id = ? AND e.id = ?";

    private static final String FIND_TASK = "SELECT t.data FROM roomkit.tasks AS t WHERE t.room_id = ? AND t.id = ?";

    private static final String FIND_OBSERVATION =
            "SELECT o.data FROM roomkit.observations AS o WHERE o.room_id = ? AND o.id = ?";

    private static final String FIND_READ_MARKER =
            "SELECT m.event_index FROM roomkit.read_markers AS m WHERE m.room_id = ? AND m.channel_id = ?";

    private final Database database;

    private final StoreConnections connections;

    private final RoomTable rooms;

    private final IdentityTable identities;

    private final IdentityAddressTable addresses;

    ProtectionImport(
            Database database,
            StoreConnections connections,
            RoomTable rooms,
            IdentityTable identities,
            IdentityAddressTable addresses) {
        this.database = database;
        this.connections = connections;
        this.rooms = rooms;
        this.identities = identities;
        this.addresses = addresses;
    }

    @Override
    public List<Outcome> add(RecordKind kind, @Nullable String roomId, List<ImportLine> lines) {
        return this.connections.idempotent(attempts -> this.connections.transaction(() -> switch (kind) {
            case IDENTITY -> lines.stream().map(this::addIdentity).toList();
            case ROOM -> lines.stream().map(this::addRoom).toList();
            default -> addToRoom(kind, Objects.requireNonNull(roomId), lines);
        }));
    }

    private Outcome addIdentity(ImportLine line) {
        Identity identity = line.as(Identity.class);
        byte[] data = line.line().requireData();
        boolean free = this.addresses.findFirstHeld(identity).isEmpty();
        if (free && exists(INSERT_IDENTITY, identity.id(), identity.organizationId(), data.length, new Jsonb(data))) {
            if (this.addresses.insertAll(identity)) {
                return Outcome.ADDED;
            }
            this.identities.delete(identity.id());
            return Outcome.ADDRESS_HELD;
        }
        Optional<ExportLine> stored = find(RecordKind.IDENTITY, FIND_IDENTITY, identity.id());
        return stored.isPresent() ? compare(line, stored) : Outcome.ADDRESS_HELD;
    }

    private Outcome addRoom(ImportLine line) {
        Room room = line.as(Room.class);
        byte[] data = line.line().requireData();
        boolean added = exists(
                INSERT_ROOM,
                room.id(),
                room.organizationId(),
                Rows.value(room.status()),
                room.latestIndex() + 1,
                room.deliveredIndex(),
                room.timers().lastActivityAt(),
                room.createdAt(),
                room.updatedAt(),
                room.closedAt(),
                data.length,
                new Jsonb(data));
        return added ? Outcome.ADDED : compare(line, find(RecordKind.ROOM, FIND_ROOM, room.id()));
    }

    private List<Outcome> addToRoom(RecordKind kind, String roomId, List<ImportLine> lines) {
        if (this.rooms.lockTimeline(roomId).isEmpty() || !this.rooms.touch(roomId)) {
            return lines.stream().map(line -> Outcome.ROOM_MISSING).toList();
        }
        if (kind == RecordKind.EVENT) {
            return addEvents(roomId, lines);
        }
        return lines.stream().map(line -> addToRoom(kind, line)).toList();
    }

    private Outcome addToRoom(RecordKind kind, ImportLine line) {
        return switch (kind) {
            case BINDING -> addBinding(line, line.as(ChannelBinding.class));
            case PARTICIPANT -> addParticipant(line, line.as(Participant.class));
            case TASK -> addTask(line, line.as(Task.class));
            case OBSERVATION -> addObservation(line, line.as(Observation.class));
            case READ_MARKER -> addReadMarker(line.line());
            case IDENTITY, ROOM, EVENT -> throw new IllegalArgumentException("Not a single record of a room");
        };
    }

    private Outcome addBinding(ImportLine line, ChannelBinding binding) {
        byte[] data = line.line().requireData();
        boolean added = exists(
                INSERT_BINDING,
                binding.channelId(),
                binding.channelType().value(),
                binding.participantId(),
                binding.attachedAt(),
                data.length,
                new Jsonb(data),
                binding.roomId());
        return added
                ? Outcome.ADDED
                : compare(line, find(RecordKind.BINDING, FIND_BINDING, binding.roomId(), binding.channelId()));
    }

    private Outcome addParticipant(ImportLine line, Participant participant) {
        byte[] data = line.line().requireData();
        boolean added = exists(
                INSERT_PARTICIPANT,
                participant.id(),
                participant.channelId(),
                participant.identityId(),
                participant.joinedAt(),
                data.length,
                new Jsonb(data),
                participant.roomId());
        return added
                ? Outcome.ADDED
                : compare(line, find(RecordKind.PARTICIPANT, FIND_PARTICIPANT, participant.roomId(), participant.id()));
    }

    private Outcome addTask(ImportLine line, Task task) {
        byte[] data = line.line().requireData();
        boolean added = exists(
                INSERT_TASK,
                task.id(),
                task.roomId(),
                Rows.value(task.status()),
                task.createdAt(),
                data.length,
                new Jsonb(data));
        return added ? Outcome.ADDED : compare(line, find(RecordKind.TASK, FIND_TASK, task.roomId(), task.id()));
    }

    private Outcome addObservation(ImportLine line, Observation observation) {
        byte[] data = line.line().requireData();
        boolean added = exists(
                INSERT_OBSERVATION,
                observation.id(),
                observation.roomId(),
                observation.category(),
                observation.createdAt(),
                data.length,
                new Jsonb(data));
        return added
                ? Outcome.ADDED
                : compare(line, find(RecordKind.OBSERVATION, FIND_OBSERVATION, observation.roomId(), observation.id()));
    }

    private Outcome addReadMarker(ExportLine line) {
        String roomId = line.text("room_id");
        String channelId = line.text("channel_id");
        long index = line.number("event_index");
        if (exists(INSERT_READ_MARKER, channelId, index, index, index, roomId)) {
            return Outcome.ADDED;
        }
        return this.database
                        .list(FIND_READ_MARKER, (row, number) -> row.getLong(1), roomId, channelId)
                        .contains(index)
                ? Outcome.UNCHANGED
                : Outcome.DIFFERENT;
    }

    private List<Outcome> addEvents(String roomId, List<ImportLine> lines) {
        List<EventRow> rows = lines.stream().map(ProtectionImport::eventRow).toList();
        Long[] indices = rows.stream().map(row -> row.event().index()).toArray(Long[]::new);
        Set<Long> inserted = new HashSet<>(this.database.list(
                INSERT_EVENTS, (row, number) -> row.getLong(1), EventRow.parameters(rows, indices, roomId)));
        if (!inserted.isEmpty()) {
            count(roomId, rows, inserted);
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (ImportLine line : lines) {
            RoomEvent event = line.as(RoomEvent.class);
            outcomes.add(inserted.remove(event.index()) ? Outcome.ADDED : compareEvent(line, event));
        }
        return outcomes;
    }

    private void count(String roomId, List<EventRow> rows, Set<Long> inserted) {
        Long[] events = inserted.stream().sorted().toArray(Long[]::new);
        Long[] messages = rows.stream()
                .map(EventRow::event)
                .filter(event -> inserted.contains(event.index()) && ReceivedMessages.include(event))
                .map(RoomEvent::index)
                .distinct()
                .sorted()
                .toArray(Long[]::new);
        long lastMessage = (messages.length > 0) ? messages[messages.length - 1] : -1;
        this.database.update(
                COUNT_EVENTS, events[events.length - 1] + 1, events.length, messages.length, lastMessage, roomId);
        this.database.update(COUNT_READ, events, messages, roomId, events[0]);
    }

    private Outcome compareEvent(ImportLine line, RoomEvent event) {
        Optional<ExportLine> stored = this.database.first(
                FIND_EVENT,
                (row, number) ->
                        ExportLine.event(row.getBytes("data"), row.getLong("index"), row.getBytes("payload_hash")),
                event.roomId(),
                event.id());
        return stored.isPresent() ? compare(line, stored) : Outcome.INDEX_OR_KEY_TAKEN;
    }

    private static EventRow eventRow(ImportLine line) {
        return EventRow.imported(
                line.as(RoomEvent.class), line.line().requireData(), line.line().payloadHash());
    }

    private Optional<ExportLine> find(RecordKind kind, String sql, @Nullable Object... parameters) {
        return this.database.first(
                sql,
                (row, number) -> (kind == RecordKind.ROOM)
                        ? ExportLine.room(row.getBytes("data"), 0, -1, null)
                        : ExportLine.of(kind, row.getBytes("data")),
                parameters);
    }

    private boolean exists(String sql, @Nullable Object... parameters) {
        return this.database.exists(sql, parameters);
    }

    private static Outcome compare(ImportLine line, Optional<ExportLine> stored) {
        return stored.filter(line.line()::sameAs).isPresent() ? Outcome.UNCHANGED : Outcome.DIFFERENT;
    }
}
