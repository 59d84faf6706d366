package live.roomkit.store.contract;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.room.RoomContext;
import live.roomkit.store.ConversationStore;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;

/**
 * An identity and the records of a room, as they were stored at one moment. Tests compare two snapshots to find
 * changes.
 */
record Snapshot(
        Optional<RoomContext> context,
        List<RoomEvent> events,
        List<Task> tasks,
        List<Observation> observations,
        Map<String, Long> readMarkers,
        Optional<Identity> identity) {

    static Snapshot of(ConversationStore store, String roomId, String identityId) {
        return new Snapshot(
                store.loadRoomContext(roomId),
                store.getTimeline(roomId, 1000),
                store.listTasks(roomId),
                store.listObservations(roomId),
                store.listReadMarkers(roomId),
                store.getIdentity(identityId));
    }
}
