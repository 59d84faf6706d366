package live.roomkit.store.memory;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.internal.protection.ExportLine;
import live.roomkit.internal.protection.ImportLine;
import live.roomkit.internal.protection.ImportTarget;
import live.roomkit.internal.protection.RecordKind;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.store.AddressConflictException;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.IdentityMergeException;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;

/** Adds the records of an export to an {@link InMemoryStore}, one by one. */
final class MemoryImport implements ImportTarget {

    private final RoomDirectory rooms;

    private final IdentityDirectory identities;

    private final MemoryExport export;

    MemoryImport(RoomDirectory rooms, IdentityDirectory identities, MemoryExport export) {
        this.rooms = rooms;
        this.identities = identities;
        this.export = export;
    }

    @Override
    public List<Outcome> add(RecordKind kind, @Nullable String roomId, List<ImportLine> lines) {
        List<Outcome> outcomes = new ArrayList<>();
        for (ImportLine line : lines) {
            outcomes.add(
                    switch (kind) {
                        case IDENTITY -> addIdentity(line);
                        case IDENTITY_MERGE -> addMerge(line.as(IdentityMerge.class));
                        case ROOM -> addRoom(line);
                        default -> addToRoom(Objects.requireNonNull(roomId), line);
                    });
        }
        return outcomes;
    }

    private Outcome addIdentity(ImportLine line) {
        Identity identity = line.as(Identity.class);
        try {
            this.identities.create(identity);
            return Outcome.ADDED;
        } catch (DuplicateIdException ex) {
            return compare(line, this.identities.find(identity.id()).map(this.export::line));
        } catch (AddressConflictException ex) {
            return Outcome.ADDRESS_HELD;
        }
    }

    private Outcome addMerge(IdentityMerge merge) {
        Optional<IdentityMerge> stored = this.identities.find(merge.fromId()).map(Identity::merge);
        if (stored.equals(Optional.of(merge))) {
            return Outcome.UNCHANGED;
        }
        try {
            this.identities.merge(merge);
            return Outcome.ADDED;
        } catch (IdentityNotFoundException ex) {
            return Outcome.IDENTITY_MISSING;
        } catch (IdentityMergeException ex) {
            return Outcome.MERGE_REFUSED;
        }
    }

    private Outcome addRoom(ImportLine line) {
        Room room = line.as(Room.class);
        return this.rooms.restore(room)
                ? Outcome.ADDED
                : compare(line, this.rooms.find(room.id()).map(state -> this.export.line(state.room())));
    }

    private Outcome addToRoom(String roomId, ImportLine line) {
        Optional<RoomState> room = this.rooms.find(roomId);
        if (room.isEmpty()) {
            return Outcome.ROOM_MISSING;
        }
        RoomState state = room.get();
        try {
            return state.lock.write(() -> addToRoom(state, line));
        } catch (RoomNotFoundException ex) {
            return Outcome.ROOM_MISSING;
        }
    }

    private Outcome addToRoom(RoomState state, ImportLine line) {
        return switch (line.line().kind()) {
            case BINDING -> add(line, ChannelBinding.class, ChannelBinding::channelId, state.bindings());
            case PARTICIPANT -> add(line, Participant.class, Participant::id, state.participants());
            case TASK -> add(line, Task.class, Task::id, state.tasks());
            case OBSERVATION -> add(line, Observation.class, Observation::id, state.observations());
            case EVENT -> addEvent(state, line);
            case READ_MARKER -> addReadMarker(state, line.line());
            case IDENTITY, IDENTITY_MERGE, ROOM -> throw new IllegalArgumentException("The record belongs to no room");
        };
    }

    private <T extends Record> Outcome add(
            ImportLine line, Class<T> type, Function<T, String> id, RoomRecords<T> records) {
        T given = line.as(type);
        Optional<T> stored = records.find(id.apply(given));
        return add(
                line, stored.map(value -> this.export.line(line.line().kind(), value)), unused -> records.put(given));
    }

    private Outcome addEvent(RoomState state, ImportLine line) {
        RoomEvent event = line.as(RoomEvent.class);
        byte[] hash = line.line().payloadHash();
        StoredEvent given =
                new StoredEvent(event, (hash != null) ? HexFormat.of().formatHex(hash) : null);
        StoredEvent stored = state.timeline.get(event.id());
        if (stored == null
                && (state.timeline.hasIndex(event.index()) || state.timeline.getByKey(given.key()) != null)) {
            return Outcome.INDEX_OR_KEY_TAKEN;
        }
        return add(line, Optional.ofNullable(stored).map(this.export::line), unused -> state.add(given));
    }

    private Outcome addReadMarker(RoomState state, ExportLine line) {
        String channelId = line.text("channel_id");
        long index = Math.min(line.number("event_index"), state.room().latestIndex());
        Long stored = state.markers.indices().get(channelId);
        if (stored != null) {
            return (stored == index) ? Outcome.UNCHANGED : Outcome.DIFFERENT;
        }
        state.advanceMarker(channelId, index);
        return Outcome.ADDED;
    }

    private static Outcome add(ImportLine line, Optional<ExportLine> stored, Consumer<ImportLine> addition) {
        if (stored.isPresent()) {
            return compare(line, stored);
        }
        addition.accept(line);
        return Outcome.ADDED;
    }

    private static Outcome compare(ImportLine line, Optional<ExportLine> stored) {
        return stored.filter(line.line()::sameAs).isPresent() ? Outcome.UNCHANGED : Outcome.DIFFERENT;
    }
}
