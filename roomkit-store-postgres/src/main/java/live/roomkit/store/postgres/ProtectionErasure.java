package live.roomkit.store.postgres;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.internal.feed.ChangeKind;
import live.roomkit.internal.protection.Eraser;
import live.roomkit.internal.protection.Erasure;
import live.roomkit.internal.protection.OwnRecords;
import live.roomkit.participant.Participant;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.ParticipantNotFoundException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Erases the records of people. The records of each room are erased in small transactions: first the events, in the
 * order of their index, then the other records. The links between a person and rooms are removed last. When an erasure
 * is repeated after an interruption, it finds the rooms by these links.
 *
 * <p>An erasure locks a room only when it replaces idempotency keys by hashes. In this case, the erasure locks the
 * events before their room, as the transactions of {@link EventChange} do. Because of the lock on the room, a
 * concurrent append that repeats an idempotency key finds either the key itself or its hash.
 *
 * <p>The SQL does not read the parts of an event that can be large, such as the content. So no event is too large to be
 * erased.
 */
final class ProtectionErasure implements Eraser.Target {

    private static final String LOCK_EVENTS =
            "SELECT e.index, " + ErasedEvents.SMALL + """
             FROM roomkit.events AS e
            WHERE e.room_id = ? AND e.index > ?
                AND (e.source_participant_id = ANY (CAST(? AS text[]))
                    OR (e.source_participant_id IS NULL AND e.source_channel_id = ANY (CAST(? AS text[]))))
                AND %s
            ORDER BY e.index LIMIT 500
            FOR NO KEY UPDATE
            """.formatted(ErasedEvents.NOT_ERASED);

    private static final String DELIVERIES = "e.data -> CAST('delivery_results' AS text)";

    /**
     * Removes the delivery results of the given channels from events of a room. The channels belong to the erased
     * person.
     */
    private static final Recorded ERASE_DELIVERIES =
            Recorded.ofRecord(ChangeKind.EVENT_CHANGED, "e.id", "e.index", """
            UPDATE roomkit.events AS e
            SET data = pg_catalog.jsonb_set(e.data, '{delivery_results}', (%1$s) - CAST(? AS text[]))
            WHERE e.room_id = ? AND e.index >= ? AND e.index < ?
                AND pg_catalog.jsonb_exists_any(%1$s, CAST(? AS text[]))
            """.formatted(DELIVERIES));

    private static final int DELIVERIES_AT_ONCE = 10_000;

    private static final String FIND_PARTICIPANTS = """
            SELECT p.data FROM roomkit.participants AS p
            WHERE p.room_id = ? AND p.id = ANY (CAST(? AS text[]))
            ORDER BY p.id FOR NO KEY UPDATE
            """;

    /**
     * Replaces the JSON of a participant by its erased form. The column {@code identity_id} is set to {@code NULL} only
     * at the end of an erasure. When the erasure is repeated after an interruption, it finds the rooms of the person by
     * this column.
     */
    private static final Recorded ERASE_PARTICIPANT = Recorded.ofRecord(ChangeKind.PARTICIPANT_CHANGED, "p.id", """
            UPDATE roomkit.participants AS p
            SET bytes = ?, data = CAST(? AS jsonb)
            WHERE p.room_id = ? AND p.id = ?
            """);

    private static final Recorded UNLINK_PARTICIPANT = Recorded.ofRecord(
            ChangeKind.PARTICIPANT_CHANGED,
            "p.id",
            "UPDATE roomkit.participants AS p SET identity_id = NULL WHERE p.room_id = ? AND p.id = ?");

    private static final String FIND_BINDINGS = """
            SELECT b.data FROM roomkit.bindings AS b
            WHERE b.room_id = ? AND b.channel_id = ANY (CAST(? AS text[]))
            ORDER BY b.channel_id FOR NO KEY UPDATE
            """;

    private static final Recorded ERASE_BINDING = Recorded.ofRecord(ChangeKind.BINDING_CHANGED, "b.channel_id", """
            UPDATE roomkit.bindings AS b
            SET bytes = ?, data = CAST(? AS jsonb)
            WHERE b.room_id = ? AND b.channel_id = ?
            """);

    private static final String OWN_TASKS = """
            t.room_id = ? AND (t.data ->> CAST('assigned_to' AS text) = ANY (CAST(? AS text[]))
                    OR t.data ->> CAST('created_by' AS text) = ANY (CAST(? AS text[])))""";

    private static final Recorded DELETE_TASKS =
            Recorded.ofRecord(ChangeKind.TASK_DELETED, "t.id", "DELETE FROM roomkit.tasks AS t WHERE " + OWN_TASKS);

    private static final String FIND_TASKS =
            "SELECT t.data FROM roomkit.tasks AS t WHERE " + OWN_TASKS + " ORDER BY t.id FOR NO KEY UPDATE";

    private static final Recorded ERASE_TASK = Recorded.ofRecord(
            ChangeKind.TASK_CHANGED,
            "t.id",
            "UPDATE roomkit.tasks AS t SET assigned_to = ?, bytes = ?, data = CAST(? AS jsonb)"
                    + " WHERE t.room_id = ? AND t.id = ?");

    private static final String OWN_OBSERVATIONS =
            "o.room_id = ? AND o.data ->> CAST('channel_id' AS text) = ANY (CAST(? AS text[]))";

    private static final Recorded DELETE_OBSERVATIONS = Recorded.ofRecord(
            ChangeKind.OBSERVATION_DELETED, "o.id", "DELETE FROM roomkit.observations AS o WHERE " + OWN_OBSERVATIONS);

    private static final String FIND_OBSERVATIONS = "SELECT o.data FROM roomkit.observations AS o WHERE "
            + OWN_OBSERVATIONS + " ORDER BY o.id FOR NO KEY UPDATE";

    private static final Recorded ERASE_OBSERVATION = Recorded.ofRecord(
            ChangeKind.OBSERVATION_ADDED,
            "o.id",
            "UPDATE roomkit.observations AS o SET bytes = ?, data = CAST(? AS jsonb) WHERE o.room_id = ? AND o.id = ?");

    private static final String FIND_ADDRESSES =
            "SELECT a.address FROM roomkit.identity_addresses AS a WHERE a.identity_id = ?";

    private final Database database;

    private final StoreConnections connections;

    private final RoomTable rooms;

    private final ErasedEvents erasedEvents;

    private final ParticipantTable participants;

    private final IdentityTable identities;

    private final ProtectionPeople people;

    private final ProtectionHolds holds;

    ProtectionErasure(
            Database database,
            StoreConnections connections,
            RoomTable rooms,
            ErasedEvents erasedEvents,
            ParticipantTable participants,
            IdentityTable identities,
            ProtectionPeople people,
            ProtectionHolds holds) {
        this.database = database;
        this.connections = connections;
        this.rooms = rooms;
        this.erasedEvents = erasedEvents;
        this.participants = participants;
        this.identities = identities;
        this.people = people;
        this.holds = holds;
    }

    /** Erases an identity, the identities that are merged with it, and their participants in every room. */
    @Override
    public void eraseIdentity(String identityId, Erasure erasure) {
        Set<String> identityIds = this.people.identities(identityId);
        if (identityIds.isEmpty()) {
            throw new IdentityNotFoundException(identityId);
        }
        this.holds.refuseIdentities(identityIds);
        if (this.holds.areOn()) {
            this.people.forEachRooms(identityIds, this.holds::refuseRooms);
        }
        this.people.forEachRooms(
                identityIds,
                roomIds -> roomIds.forEach(
                        roomId -> eraseInRoom(roomId, this.people.ownRecords(roomId, identityIds), erasure)));
        Optional<Identity> requested = this.connections.read(() -> this.identities.findById(identityId));
        Eraser.inOrder(identityIds, requested).forEach(id -> eraseAlone(id, erasure));
    }

    private void eraseAlone(String identityId, Erasure erasure) {
        int addresses = this.connections.transaction(() -> {
            this.holds.refuseIdentity(identityId);
            this.identities.lock(identityId);
            int held = this.database
                    .list(FIND_ADDRESSES, (row, number) -> number, identityId)
                    .size();
            if (this.identities.delete(identityId)) {
                this.participants.forgetIdentity(identityId);
            }
            return held;
        });
        erasure.count("identity_addresses", addresses);
        erasure.count("identities", 1);
        erasure.erased(identityId);
    }

    /**
     * Erases a participant of one room. The identity of the participant is not erased, but is no longer linked to the
     * participant.
     */
    @Override
    public void eraseParticipant(String roomId, String participantId, Erasure erasure) {
        if (this.connections
                .read(() -> this.participants.find(roomId, participantId))
                .isEmpty()) {
            throw this.connections.read(() -> this.rooms.exists(roomId))
                    ? new ParticipantNotFoundException(roomId, participantId)
                    : new RoomNotFoundException(roomId);
        }
        eraseInRoom(roomId, this.people.ownRecords(roomId, Set.of(), Set.of(participantId)), erasure);
        this.holds.statement(roomId, () -> this.database.update(UNLINK_PARTICIPANT, roomId, participantId));
    }

    private void eraseInRoom(String roomId, OwnRecords own, Erasure erasure) {
        eraseEvents(roomId, own, erasure);
        if (!own.channelIds().isEmpty()) {
            eraseDeliveries(roomId, own, erasure);
        }
        erasure.count("tasks", inRoom(roomId, () -> eraseTasks(roomId, own, erasure)));
        erasure.count("observations", inRoom(roomId, () -> eraseObservations(roomId, own, erasure)));
        erasure.count("bindings", inRoom(roomId, () -> eraseBindings(roomId, own, erasure)));
        erasure.count("participants", inRoom(roomId, () -> eraseParticipants(roomId, own, erasure)));
        own.participantIds().forEach(participantId -> erasure.erased(roomId, participantId));
    }

    private <T> T inRoom(String roomId, Supplier<T> work) {
        return this.connections.transaction(() -> {
            this.holds.refuseRoom(roomId);
            return work.get();
        });
    }

    private void eraseEvents(String roomId, OwnRecords own, Erasure erasure) {
        List<Long> erased = List.of(-1L);
        while (!erased.isEmpty()) {
            long last = erased.get(erased.size() - 1);
            erased = inRoom(roomId, () -> eraseEventsAfter(roomId, last, own, erasure));
            erasure.count("events", erased.size());
        }
    }

    private List<Long> eraseEventsAfter(String roomId, long index, OwnRecords own, Erasure erasure) {
        List<RoomEvent> events = this.database.list(
                LOCK_EVENTS,
                (row, number) -> this.erasedEvents.map(row, erasure),
                roomId,
                index,
                array(own.participantIds()),
                array(own.channelIds()));
        if (!events.isEmpty()) {
            this.erasedEvents.write(roomId, events, erasure);
        }
        return events.stream().map(RoomEvent::index).toList();
    }

    private void eraseDeliveries(String roomId, OwnRecords own, Erasure erasure) {
        String[] channelIds = array(own.channelIds());
        long end = this.connections.read(() -> this.rooms.findNextIndex(roomId)).orElse(0);
        for (long from = 0; from < end; from += DELIVERIES_AT_ONCE) {
            long first = from;
            int erased = this.holds.statement(
                    roomId,
                    () -> this.database.update(
                            ERASE_DELIVERIES, channelIds, roomId, first, first + DELIVERIES_AT_ONCE, channelIds));
            erasure.count("delivery_results", erased);
        }
    }

    private int eraseTasks(String roomId, OwnRecords own, Erasure erasure) {
        Set<String> people = new TreeSet<>(own.participantIds());
        people.addAll(own.identityIds());
        if (erasure.deletesTasks()) {
            return this.database.update(DELETE_TASKS, roomId, array(people), array(people));
        }
        List<Task> tasks = read(FIND_TASKS, Task.class, roomId, array(people), array(people));
        for (Task task : tasks) {
            Task erased = erasure.of(task);
            Jsonb json = this.database.jsonb(erased);
            this.database.update(ERASE_TASK, erased.assignedTo(), json.bytes(), json, roomId, task.id());
        }
        return tasks.size();
    }

    private int eraseObservations(String roomId, OwnRecords own, Erasure erasure) {
        if (erasure.deletesTasks()) {
            return this.database.update(DELETE_OBSERVATIONS, roomId, array(own.channelIds()));
        }
        List<Observation> observations = read(FIND_OBSERVATIONS, Observation.class, roomId, array(own.channelIds()));
        observations.forEach(
                observation -> write(ERASE_OBSERVATION, erasure.of(observation), roomId, observation.id()));
        return observations.size();
    }

    private int eraseBindings(String roomId, OwnRecords own, Erasure erasure) {
        List<ChannelBinding> bindings = read(FIND_BINDINGS, ChannelBinding.class, roomId, array(own.channelIds()));
        bindings.forEach(binding -> write(ERASE_BINDING, erasure.of(binding), roomId, binding.channelId()));
        return bindings.size();
    }

    private int eraseParticipants(String roomId, OwnRecords own, Erasure erasure) {
        List<Participant> found = read(FIND_PARTICIPANTS, Participant.class, roomId, array(own.participantIds()));
        found.forEach(participant -> write(ERASE_PARTICIPANT, erasure.of(participant), roomId, participant.id()));
        return found.size();
    }

    private <T extends Record> List<T> read(String sql, Class<T> type, @Nullable Object... parameters) {
        return this.database.list(
                sql, (row, number) -> this.database.json().read(row.getBytes("data"), type), parameters);
    }

    private void write(Recorded sql, Record value, String roomId, String id) {
        Jsonb json = this.database.jsonb(value);
        this.database.update(sql, json.bytes(), json, roomId, id);
    }

    private static String[] array(Set<String> ids) {
        return ids.toArray(String[]::new);
    }
}
