package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.internal.feed.ChangeKind;
import live.roomkit.internal.protection.ExportLine;
import live.roomkit.internal.protection.ImportLine;
import live.roomkit.internal.protection.ImportTarget;
import live.roomkit.internal.protection.RecordKind;
import live.roomkit.internal.store.ReceivedMessages;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.store.IdentityMergeException;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.json.RecordJson;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Adds the records of an export to a store. The table classes of the store, for example {@link RoomTable}, insert most
 * rows, so that all columns are set. The JSON in a line of the export may have fields that only a newer version of
 * RoomKit knows. To keep these fields, the import replaces the stored JSON by the JSON in the line.
 *
 * <p>The records of a room are added while the row of the room is locked {@code FOR UPDATE}, because the import may
 * insert events below the latest index. The same transaction adjusts the counters of the room and of its read markers.
 * The transaction also updates the row of the room. A concurrent REPEATABLE READ transaction with an older snapshot
 * then fails when it writes or locks this row.
 */
final class ProtectionImport implements ImportTarget {

    private static final String RESTORE_ROOM = """
            UPDATE roomkit.rooms AS r
            SET next_index = ?, delivered_index = ?
            WHERE r.id = ?
            """;

    private static final Recorded INSERT_EVENTS =
            Recorded.ofRecord(ChangeKind.EVENT_APPENDED, "e.id", "e.index", """
            INSERT INTO roomkit.events AS e (index, %s)
            SELECT (CAST(? AS bigint[]))[n.position], ?, %s
            FROM %s
            ON CONFLICT DO NOTHING
            RETURNING e.index, e.id
            """.formatted(
                            EventRow.COLUMNS, EventRow.ROW_VALUES, EventRow.ROWS));

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
            WHERE m.room_id = ?
            """.formatted(UP_TO_MARKER);

    private static final String READ_UP_TO = """
            (SELECT pg_catalog.count(*) FROM roomkit.events AS e WHERE e.room_id = r.id AND e.index <= t.index%s)""";

    /**
     * SQL for the index of an imported read marker. The index is at most the latest index of the room, so that events
     * that are appended later count as unread.
     */
    private static final String MARKER_INDEX = """
            SELECT LEAST(CAST(? AS bigint), r.next_index - 1) AS index FROM roomkit.rooms AS r WHERE r.id = ?""";

    /**
     * Inserts a read marker. Replaces a stored marker only when the stored marker is before the first event: such a
     * marker means that no event was read.
     */
    private static final Recorded INSERT_READ_MARKER =
            Recorded.ofRecord(ChangeKind.MARKER_MOVED, "m.channel_id", "m.event_index", """
            INSERT INTO roomkit.read_markers AS m (room_id, channel_id, event_index, events_read, messages_read)
            SELECT r.id, ?, t.index, %s, %s
            FROM roomkit.rooms AS r CROSS JOIN (%s) AS t
            WHERE r.id = ?
            ON CONFLICT (room_id, channel_id) DO UPDATE
            SET event_index = EXCLUDED.event_index, events_read = EXCLUDED.events_read,
                messages_read = EXCLUDED.messages_read
            WHERE m.event_index < 0
            RETURNING m.channel_id
            """.formatted(
                    READ_UP_TO.formatted(""), READ_UP_TO.formatted(" AND " + EventTable.IS_MESSAGE), MARKER_INDEX));

    private static final String FIND_EVENT =
            "SELECT e.index, e.payload_hash, e.data FROM roomkit.events AS e WHERE e.room_id = ? AND e.id = ?";

    private static final String HAS_READ_MARKER = """
            SELECT 1 FROM roomkit.read_markers AS m
            WHERE m.room_id = ? AND m.channel_id = ? AND m.event_index = (%s)
            """.formatted(MARKER_INDEX);

    private static final Stored IDENTITIES = Stored.at("identities", "c.id = ?");

    private static final Stored ROOMS = Stored.at("rooms", "c.id = ?");

    private static final Stored BINDINGS = Stored.at("bindings", "c.room_id = ? AND c.channel_id = ?");

    private static final Stored PARTICIPANTS = Stored.at("participants", "c.room_id = ? AND c.id = ?");

    private static final Stored TASKS = Stored.at("tasks", "c.room_id = ? AND c.id = ?");

    private static final Stored OBSERVATIONS = Stored.at("observations", "c.room_id = ? AND c.id = ?");

    private final Database database;

    private final StoreConnections connections;

    private final Tables tables;

    private final ErasedKeys erasedKeys;

    ProtectionImport(Database database, StoreConnections connections, Tables tables, ErasedKeys erasedKeys) {
        this.database = database;
        this.connections = connections;
        this.tables = tables;
        this.erasedKeys = erasedKeys;
    }

    @Override
    public List<Outcome> add(RecordKind kind, @Nullable String roomId, List<ImportLine> lines) {
        return this.connections.idempotent(attempts -> this.connections.transaction(() -> switch (kind) {
            case IDENTITY -> lines.stream().map(this::addIdentity).toList();
            case IDENTITY_MERGE ->
                lines.stream()
                        .map(line -> addMerge(line.as(IdentityMerge.class)))
                        .toList();
            case ROOM -> lines.stream().map(this::addRoom).toList();
            default -> addToRoom(kind, Objects.requireNonNull(roomId), lines);
        }));
    }

    private Outcome addIdentity(ImportLine line) {
        Identity identity = line.as(Identity.class);
        if (this.tables.addresses.findFirstHeld(identity).isPresent()) {
            Optional<ExportLine> stored = find(line, IDENTITIES, identity.id());
            return stored.isPresent() ? compare(line, stored) : Outcome.ADDRESS_HELD;
        }
        if (!this.tables.identities.insert(identity)) {
            return compare(line, find(line, IDENTITIES, identity.id()));
        }
        if (!this.tables.addresses.insertAll(identity)) {
            this.tables.identities.delete(identity.id());
            return Outcome.ADDRESS_HELD;
        }
        return added(line, identity, IDENTITIES, identity.id());
    }

    private Outcome addMerge(IdentityMerge merge) {
        Optional<IdentityMerge> stored =
                this.tables.identities.findById(merge.fromId()).map(Identity::merge);
        if (stored.equals(Optional.of(merge))) {
            return Outcome.UNCHANGED;
        }
        try {
            this.tables.merges.write(merge);
            return Outcome.ADDED;
        } catch (IdentityNotFoundException ex) {
            return Outcome.IDENTITY_MISSING;
        } catch (IdentityMergeException ex) {
            return Outcome.MERGE_REFUSED;
        }
    }

    private Outcome addRoom(ImportLine line) {
        Room room = line.as(Room.class);
        if (!this.tables.rooms.insert(room)) {
            return compare(line, find(line, ROOMS, room.id()));
        }
        this.database.update(RESTORE_ROOM, room.latestIndex() + 1, room.deliveredIndex(), room.id());
        return added(line, room, ROOMS, room.id());
    }

    private List<Outcome> addToRoom(RecordKind kind, String roomId, List<ImportLine> lines) {
        if (this.tables.rooms.lockTimeline(roomId).isEmpty() || !this.tables.rooms.touch(roomId)) {
            return lines.stream().map(line -> Outcome.ROOM_MISSING).toList();
        }
        if (kind == RecordKind.EVENT) {
            return addEvents(roomId, lines);
        }
        return lines.stream().map(line -> addToRoom(kind, line)).toList();
    }

    private Outcome addToRoom(RecordKind kind, ImportLine line) {
        return switch (kind) {
            case BINDING -> {
                ChannelBinding binding = line.as(ChannelBinding.class);
                yield add(line, this.tables.bindings::upsert, binding, BINDINGS, binding.roomId(), binding.channelId());
            }
            case PARTICIPANT -> {
                Participant one = line.as(Participant.class);
                yield add(line, this.tables.participants::upsert, one, PARTICIPANTS, one.roomId(), one.id());
            }
            case TASK -> {
                Task task = line.as(Task.class);
                yield add(line, this.tables.tasks::insert, task, TASKS, task.roomId(), task.id());
            }
            case OBSERVATION -> {
                Observation one = line.as(Observation.class);
                yield add(line, this.tables.observations::insert, one, OBSERVATIONS, one.roomId(), one.id());
            }
            case READ_MARKER -> addReadMarker(line.line());
            case IDENTITY, IDENTITY_MERGE, ROOM, EVENT ->
                throw new IllegalArgumentException("Not a single record of a room");
        };
    }

    /**
     * Adds a record to a room whose row is locked. Because of the lock, no other transaction can add the same record at
     * the same time.
     */
    private <T extends Record> Outcome add(ImportLine line, Consumer<T> insert, T value, Stored stored, String... key) {
        Optional<ExportLine> present = find(line, stored, key);
        if (present.isPresent()) {
            return compare(line, present);
        }
        insert.accept(value);
        return added(line, value, stored, key);
    }

    private Outcome added(ImportLine line, Record value, Stored stored, String... key) {
        byte[] data = line.line().requireData();
        if (!Arrays.equals(data, RecordJson.canonical(this.database.json().write(value)))) {
            @Nullable Object[] parameters = new @Nullable Object[key.length + 2];
            parameters[0] = data.length;
            parameters[1] = new Jsonb(data);
            System.arraycopy(key, 0, parameters, 2, key.length);
            this.database.update(stored.replace, parameters);
        }
        return Outcome.ADDED;
    }

    private Outcome addReadMarker(ExportLine line) {
        String roomId = line.text("room_id");
        String channelId = line.text("channel_id");
        long index = line.number("event_index");
        if (this.database.exists(INSERT_READ_MARKER, channelId, index, roomId, roomId)) {
            return Outcome.ADDED;
        }
        return this.database.exists(HAS_READ_MARKER, roomId, channelId, index, roomId)
                ? Outcome.UNCHANGED
                : Outcome.DIFFERENT;
    }

    private List<Outcome> addEvents(String roomId, List<ImportLine> lines) {
        List<EventRow> rows = this.erasedKeys.without(
                roomId, lines.stream().map(ProtectionImport::eventRow).toList());
        Long[] indices = rows.stream().map(row -> row.event().index()).toArray(Long[]::new);
        Set<Place> inserted = new HashSet<>(this.database.list(
                INSERT_EVENTS,
                (row, number) -> new Place(row.getLong(1), row.getString(2)),
                EventRow.parameters(rows, indices, roomId)));
        List<RoomEvent> added = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (ImportLine line : lines) {
            RoomEvent event = line.as(RoomEvent.class);
            boolean isAdded = inserted.remove(new Place(event.index(), event.id()));
            if (isAdded) {
                added.add(event);
            }
            outcomes.add(isAdded ? Outcome.ADDED : compareEvent(line, event));
        }
        if (!added.isEmpty()) {
            count(roomId, added);
        }
        return outcomes;
    }

    private void count(String roomId, List<RoomEvent> added) {
        Long[] events = added.stream().map(RoomEvent::index).sorted().toArray(Long[]::new);
        Long[] messages = added.stream()
                .filter(ReceivedMessages::include)
                .map(RoomEvent::index)
                .sorted()
                .toArray(Long[]::new);
        long lastMessage = (messages.length > 0) ? messages[messages.length - 1] : -1;
        this.database.update(
                COUNT_EVENTS, events[events.length - 1] + 1, events.length, messages.length, lastMessage, roomId);
        this.database.update(COUNT_READ, events, messages, roomId);
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

    private Optional<ExportLine> find(ImportLine line, Stored stored, String... key) {
        return this.database.first(
                stored.find, (row, number) -> ExportLine.of(line.line().kind(), row.getBytes("data")), (Object[]) key);
    }

    private static Outcome compare(ImportLine line, Optional<ExportLine> stored) {
        return stored.filter(line.line()::sameAs).isPresent() ? Outcome.UNCHANGED : Outcome.DIFFERENT;
    }

    record Tables(
            RoomTable rooms,
            BindingTable bindings,
            ParticipantTable participants,
            TaskTable tasks,
            ObservationTable observations,
            IdentityTable identities,
            IdentityAddressTable addresses,
            IdentityMerges merges) {}

    private record Place(long index, String eventId) {}

    /** SQL statements that read and replace the stored JSON of one kind of record, such as rooms. */
    private record Stored(String find, String replace) {

        private static Stored at(String table, String key) {
            return new Stored(
                    "SELECT c.data FROM roomkit." + table + " AS c WHERE " + key,
                    "UPDATE roomkit." + table + " AS c SET bytes = ?, data = CAST(? AS jsonb) WHERE " + key);
        }
    }
}
