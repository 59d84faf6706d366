package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Tests storing a record in which one component has a value that breaks careless code. First creates this record in a
 * store. Then stores a harmless record, and replaces it by the tested record.
 */
final class RecordTrial {

    private final Class<? extends Record> type;

    private final String roomId = UUID.randomUUID().toString();

    private final Record harmless;

    private final @Nullable Record hostile;

    private final HostileOutcome construction;

    private final int way;

    RecordTrial(
            HostilePlaces.Place place,
            Class<? extends Record> type,
            RandomRecords records,
            @Nullable Object value,
            String when) {
        this.type = type;
        this.way = Math.floorMod(this.roomId.hashCode(), 4);
        this.harmless = records.next(
                type,
                (type == Room.class)
                        ? Map.of("id", this.roomId)
                        : Map.of(
                                "roomId",
                                this.roomId,
                                "id",
                                UUID.randomUUID().toString(),
                                "channelId",
                                UUID.randomUUID().toString(),
                                "idempotencyKey",
                                UUID.randomUUID().toString()));
        this.construction = HostileOutcome.of(when, () -> place.planting().plant(records, this.harmless, value));
        this.hostile = (Record) this.construction.result();
    }

    /** Returns the outcome of calling the constructor of the tested record. */
    HostileOutcome construction() {
        return this.construction;
    }

    /** Creates the room of the tested record, if the record belongs to a room. */
    void prepare(ConversationStore store) {
        if (this.type != Room.class && this.type != Identity.class) {
            store.createRoom(Room.of(this.roomId));
        }
    }

    /** Creates the tested record in the store, and reads it again. */
    HostileOutcome create(ConversationStore store, String when) {
        Record given = Objects.requireNonNull(this.hostile);
        HostileOutcome outcome = HostileOutcome.of(when, () -> create(store, given));
        if (outcome.isSuccess()) {
            assertExact(store, given, outcome.result(), when);
        }
        return outcome;
    }

    void createHarmless(ConversationStore store) {
        deleteHostile(store);
        if (read(store, this.harmless).isEmpty()) {
            create(store, this.harmless);
        } else {
            update(store, this.harmless);
        }
    }

    /**
     * Replaces the record of {@link #createHarmless} by the tested record, and reads the result. Leaves an observation
     * as it is, because stores have no operation that updates observations.
     */
    HostileOutcome update(ConversationStore store, String when) {
        Record given = Objects.requireNonNull(this.hostile);
        Optional<? extends Record> before = read(store, this.harmless);
        HostileOutcome outcome = HostileOutcome.of(when, () -> update(store, given));
        if (outcome.isSuccess() && this.type != Observation.class) {
            assertExact(store, given, outcome.result(), when);
        } else {
            assertThat(read(store, this.harmless).equals(before)).as(when).isTrue();
        }
        return outcome;
    }

    private void assertExact(ConversationStore store, Record given, @Nullable Object written, String when) {
        assertThat(written).as("the returned record " + when).isEqualTo(stored(given, (Record)
                Objects.requireNonNull(written)));
        assertThat(read(store, given).map(Record.class::cast))
                .as("the record that a read returns " + when)
                .contains((Record) written);
    }

    void clean(ConversationStore store) {
        if (this.hostile instanceof Room room && !room.id().isBlank()) {
            HostileOutcome.of("deleting", () -> store.deleteRoom(room.id()));
        }
        deleteHostile(store);
        if (this.harmless instanceof Identity identity) {
            store.deleteIdentity(identity.id());
        }
        store.deleteRoom(this.roomId);
    }

    /**
     * Deletes the tested record if it is an identity or an event. While the tested record exists, a harmless record
     * with the same addresses or the same idempotency key cannot be stored.
     */
    private void deleteHostile(ConversationStore store) {
        if (this.hostile instanceof Identity identity) {
            HostileOutcome.of("deleting", () -> store.deleteIdentity(identity.id()));
        }
        if (this.hostile instanceof RoomEvent event) {
            HostileOutcome.of("deleting", () -> store.deleteEvent(event.roomId(), event.id()));
        }
    }

    private Record create(ConversationStore store, Record record) {
        if (record instanceof Room room) {
            return (this.way % 2 == 0) ? store.createRoom(room) : store.getOrCreateRoom(room);
        }
        if (record instanceof RoomEvent event) {
            return add(store, event);
        }
        if (record instanceof ChannelBinding binding) {
            return store.addBinding(binding);
        }
        if (record instanceof Participant participant) {
            return store.addParticipant(participant);
        }
        if (record instanceof Identity identity) {
            return store.createIdentity(identity);
        }
        return (record instanceof Task task) ? store.addTask(task) : store.addObservation((Observation) record);
    }

    private RoomEvent add(ConversationStore store, RoomEvent event) {
        return switch (this.way) {
            case 0 -> store.appendEvent(event.roomId(), event).event();
            case 1 -> store.addEventAutoIndex(event.roomId(), event);
            case 2 -> store.addEventsAutoIndex(event.roomId(), List.of(event)).get(0);
            default -> store.addEvent(event);
        };
    }

    private static Optional<? extends Record> read(ConversationStore store, Record record) {
        if (record instanceof Room room) {
            return store.getRoom(room.id());
        }
        if (record instanceof RoomEvent event) {
            return store.getEvent(event.roomId(), event.id());
        }
        if (record instanceof ChannelBinding binding) {
            return store.getBinding(binding.roomId(), binding.channelId());
        }
        if (record instanceof Participant participant) {
            return store.getParticipant(participant.roomId(), participant.id());
        }
        if (record instanceof Identity identity) {
            return store.getIdentity(identity.id());
        }
        if (record instanceof Task task) {
            return store.getTask(task.roomId(), task.id());
        }
        Observation observation = (Observation) record;
        return store.listObservations(observation.roomId()).stream()
                .filter(found -> found.id().equals(observation.id()))
                .findFirst();
    }

    private Record update(ConversationStore store, Record record) {
        if (record instanceof Room room) {
            return (this.way % 2 == 0) ? store.updateRoom(room) : store.updateRoom(room.id(), found -> room);
        }
        if (record instanceof RoomEvent event) {
            return store.updateEvent(event);
        }
        if (record instanceof ChannelBinding binding) {
            return (this.way % 2 == 0) ? store.updateBinding(binding) : store.addBinding(binding);
        }
        if (record instanceof Participant participant) {
            return (this.way % 2 == 0) ? store.updateParticipant(participant) : store.addParticipant(participant);
        }
        if (record instanceof Identity identity) {
            return store.updateIdentity(identity);
        }
        return (record instanceof Task task) ? store.updateTask(task) : record;
    }

    /**
     * Returns a copy of {@code given}, in which the values that a store sets itself, such as the creation time, are
     * taken from {@code written}.
     */
    private static Record stored(Record given, Record written) {
        if (given instanceof Room room && written instanceof Room stored) {
            return room.toBuilder()
                    .createdAt(stored.createdAt())
                    .updatedAt(stored.updatedAt())
                    .timers(room.timers().withLastActivityAt(stored.timers().lastActivityAt()))
                    .eventCount(0)
                    .latestIndex(-1L)
                    .deliveredIndex(-1L)
                    .build();
        }
        if (given instanceof RoomEvent event && written instanceof RoomEvent stored) {
            return event.toBuilder()
                    .index(stored.index())
                    .createdAt(stored.createdAt())
                    .build();
        }
        if (given instanceof ChannelBinding binding && written instanceof ChannelBinding stored) {
            return binding.toBuilder().attachedAt(stored.attachedAt()).build();
        }
        if (given instanceof Participant participant && written instanceof Participant stored) {
            return participant.toBuilder().joinedAt(stored.joinedAt()).build();
        }
        if (given instanceof Identity identity && written instanceof Identity stored) {
            return identity.toBuilder()
                    .channelAddresses(stored.channelAddresses())
                    .addresses(stored.addresses())
                    .merge(stored.merge())
                    .build();
        }
        if (given instanceof Task task && written instanceof Task stored) {
            return task.toBuilder().createdAt(stored.createdAt()).build();
        }
        return given;
    }
}
