package live.roomkit.store.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.identity.Identity;
import live.roomkit.internal.Unicode;
import live.roomkit.internal.protection.ExportLine;
import live.roomkit.internal.protection.ExportWriter;
import live.roomkit.internal.protection.OwnRecords;
import live.roomkit.internal.protection.RecordKind;
import live.roomkit.participant.Participant;
import live.roomkit.protection.ExportQuery;
import live.roomkit.room.Room;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/** Exports the records of an {@link InMemoryStore}. Each room is read in one snapshot. */
final class MemoryExport {

    private final RoomDirectory rooms;

    private final IdentityDirectory identities;

    private final RecordJson json;

    MemoryExport(RoomDirectory rooms, IdentityDirectory identities, RecordJson json) {
        this.rooms = rooms;
        this.identities = identities;
        this.json = json;
    }

    void write(ExportQuery query, ExportWriter output) throws IOException {
        switch (query.scope()) {
            case ALL, ORGANIZATION -> {
                for (Identity identity : this.identities.list(query.id())) {
                    output.write(line(identity));
                }
                for (Identity identity : this.identities.list(query.id())) {
                    writeMerge(identity, output);
                }
                for (String roomId : this.rooms.ids(query.id())) {
                    writeRoom(roomId, null, output);
                }
            }
            case ROOM -> {
                String roomId = Objects.requireNonNull(query.id());
                if (!writeRoom(roomId, null, output)) {
                    throw new RoomNotFoundException(roomId);
                }
            }
            case IDENTITY -> writePerson(Objects.requireNonNull(query.id()), output);
        }
    }

    private void writePerson(String identityId, ExportWriter output) throws IOException {
        if (this.identities.find(identityId).isEmpty()) {
            throw new IdentityNotFoundException(identityId);
        }
        Set<String> identityIds = this.identities.group(identityId);
        List<Identity> group = identityIds.stream()
                .map(this.identities::find)
                .flatMap(Optional::stream)
                .toList();
        for (Identity identity : group) {
            output.write(line(identity));
        }
        for (Identity identity : group) {
            writeMerge(identity, output);
        }
        for (String roomId : this.rooms.ids(null)) {
            writeRoom(roomId, identityIds, output);
        }
    }

    private static void writeMerge(Identity identity, ExportWriter output) throws IOException {
        if (identity.merge() != null) {
            output.write(ExportLine.identityMerge(identity.merge()));
        }
    }

    /**
     * Exports all records of a room or, when {@code identityIds} is not {@code null}, only the records of the person
     * who has these identities. Returns {@code false} when the room does not exist. Also returns {@code false} when the
     * person is not a participant of the room and no task of the room is assigned to the person.
     */
    private boolean writeRoom(String roomId, @Nullable Set<String> identityIds, ExportWriter output)
            throws IOException {
        List<ExportLine> lines = this.rooms
                .find(roomId)
                .map(state -> state.lock.read(() -> lines(state, identityIds)))
                .orElse(List.of());
        for (ExportLine line : lines) {
            output.write(line);
        }
        return !lines.isEmpty();
    }

    private List<ExportLine> lines(RoomState state, @Nullable Set<String> identityIds) {
        List<Participant> participants = sorted(state.participants().list(), Participant::id);
        List<ChannelBinding> bindings = sorted(state.bindings().list(), ChannelBinding::channelId);
        Optional<OwnRecords> own = Optional.ofNullable(identityIds)
                .flatMap(ids -> OwnRecords.find(
                        ids, participants, bindings, state.tasks().list()));
        if (identityIds != null && own.isEmpty()) {
            return List.of();
        }
        List<ExportLine> lines = new ArrayList<>();
        ExportLine room = line(state.room());
        lines.add(own.isEmpty() ? room : room.withoutMetadata());
        bindings.stream()
                .filter(binding -> own.isEmpty() || own.get().owns(binding))
                .forEach(binding -> lines.add(line(RecordKind.BINDING, binding)));
        participants.stream()
                .filter(participant -> own.isEmpty() || own.get().owns(participant))
                .forEach(participant -> lines.add(line(RecordKind.PARTICIPANT, participant)));
        state.timeline.all().stream()
                .filter(stored -> own.isEmpty() || own.get().owns(stored.event()))
                .forEach(stored -> lines.add(line(stored)));
        state.tasks().list().stream()
                .filter(task -> own.isEmpty() || own.get().owns(task))
                .forEach(task -> lines.add(line(RecordKind.TASK, task)));
        state.observations().list().stream()
                .filter(observation -> own.isEmpty() || own.get().owns(observation))
                .forEach(observation -> lines.add(line(RecordKind.OBSERVATION, observation)));
        state.markers.indices().forEach((channelId, index) -> {
            if (own.isEmpty() || own.get().ownsChannel(channelId)) {
                lines.add(ExportLine.readMarker(state.room().id(), channelId, index));
            }
        });
        return lines;
    }

    ExportLine line(Identity identity) {
        return line(RecordKind.IDENTITY, identity);
    }

    ExportLine line(Room room) {
        return ExportLine.room(
                this.json.write(room),
                room.latestIndex() + 1,
                room.deliveredIndex(),
                room.timers().lastActivityAt());
    }

    ExportLine line(StoredEvent stored) {
        String hash = stored.payloadHash();
        return ExportLine.event(
                this.json.write(stored.event()),
                stored.event().index(),
                (hash != null) ? HexFormat.of().parseHex(hash) : null);
    }

    ExportLine line(RecordKind kind, Record value) {
        return ExportLine.of(kind, this.json.write(value));
    }

    private static <T> List<T> sorted(List<T> records, Function<T, String> id) {
        return records.stream()
                .sorted(Comparator.comparing(id, Unicode::compare))
                .toList();
    }
}
