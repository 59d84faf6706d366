package live.roomkit.store.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
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
 * Contains calls of all operations that write the metadata of a record. Each call writes the metadata that was given to
 * the constructor.
 */
final class Writes {

    private final ConversationStore store;

    private final Map<String, @Nullable Object> metadata;

    private final String roomId;

    private final String identityId;

    private final RoomEvent event;

    /**
     * Creates a message, a binding, a participant and a task in the room. The updates in {@link #all} change these
     * records.
     *
     * @param metadata the metadata that each call of an operation writes
     */
    Writes(ConversationStore store, String roomId, String identityId, Map<String, @Nullable Object> metadata) {
        this.store = store;
        this.roomId = roomId;
        this.identityId = identityId;
        this.metadata = metadata;
        this.event = store.addEventAutoIndex(roomId, Samples.message(roomId, "hello"));
        store.addBinding(Samples.binding(roomId, "channel"));
        store.addParticipant(Samples.participant(roomId, "participant"));
        store.addTask(Task.of(roomId, "task"));
    }

    record Write(String operation, Runnable call) {

        @Override
        public String toString() {
            return this.operation;
        }
    }

    List<Write> all() {
        List<Write> writes = new ArrayList<>();
        writes.addAll(roomWrites());
        writes.addAll(eventWrites());
        writes.addAll(otherWrites());
        return writes;
    }

    private List<Write> roomWrites() {
        Room fresh = Room.builder("new " + this.roomId).metadata(this.metadata).build();
        Room existing = Room.builder(this.roomId).metadata(this.metadata).build();
        UnaryOperator<Room> change =
                room -> room.toBuilder().metadata(this.metadata).build();
        return List.of(
                new Write("createRoom", () -> this.store.createRoom(fresh)),
                new Write("getOrCreateRoom", () -> this.store.getOrCreateRoom(fresh)),
                new Write("updateRoom", () -> this.store.updateRoom(existing)),
                new Write("updateRoom by function", () -> this.store.updateRoom(this.roomId, change)),
                new Write("patchRoomMetadata", () -> this.store.patchRoomMetadata(this.roomId, this.metadata)));
    }

    private List<Write> eventWrites() {
        RoomEvent fresh =
                Samples.event(this.roomId, "new").metadata(this.metadata).build();
        RoomEvent imported = fresh.toBuilder().index(1000).build();
        RoomEvent changed = this.event.toBuilder().metadata(this.metadata).build();
        return List.of(
                new Write("appendEvent", () -> this.store.appendEvent(this.roomId, fresh)),
                new Write("addEventAutoIndex", () -> this.store.addEventAutoIndex(this.roomId, fresh)),
                new Write("addEventsAutoIndex", () -> this.store.addEventsAutoIndex(this.roomId, List.of(fresh))),
                new Write("addEvent", () -> this.store.addEvent(imported)),
                new Write("updateEvent", () -> this.store.updateEvent(changed)));
    }

    private List<Write> otherWrites() {
        ChannelBinding binding = Samples.binding(this.roomId, "channel").toBuilder()
                .metadata(this.metadata)
                .build();
        Participant participant = Samples.participant(this.roomId, "participant").toBuilder()
                .metadata(this.metadata)
                .build();
        Task task = Task.builder(this.roomId, "task").metadata(this.metadata).build();
        Task newTask = Task.builder(this.roomId, "new").metadata(this.metadata).build();
        Observation observation =
                Observation.builder(this.roomId, "new").metadata(this.metadata).build();
        Identity identity =
                Identity.builder(this.identityId).metadata(this.metadata).build();
        Identity newIdentity = Identity.builder("new " + this.identityId)
                .metadata(this.metadata)
                .build();
        return List.of(
                new Write("addBinding", () -> this.store.addBinding(binding)),
                new Write("updateBinding", () -> this.store.updateBinding(binding)),
                new Write("addParticipant", () -> this.store.addParticipant(participant)),
                new Write("updateParticipant", () -> this.store.updateParticipant(participant)),
                new Write("addTask", () -> this.store.addTask(newTask)),
                new Write("updateTask", () -> this.store.updateTask(task)),
                new Write("addObservation", () -> this.store.addObservation(observation)),
                new Write("createIdentity", () -> this.store.createIdentity(newIdentity)),
                new Write("updateIdentity", () -> this.store.updateIdentity(identity)));
    }
}
