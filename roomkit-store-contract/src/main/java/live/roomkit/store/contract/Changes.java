package live.roomkit.store.contract;

import java.util.List;
import live.roomkit.feed.Change;

/** Extracts values from changes of the change feed, so that tests can compare these values. */
final class Changes {

    private Changes() {}

    static List<String> kinds(List<Change> changes) {
        return changes.stream().map(change -> change.getClass().getSimpleName()).toList();
    }

    /** Returns the index of each appended event. */
    static List<Long> indices(List<Change> changes) {
        return changes.stream()
                .filter(Change.EventAppended.class::isInstance)
                .map(change -> ((Change.EventAppended) change).index())
                .toList();
    }

    /** Returns the id of the changed record within its room, or an empty text for a change without such an id. */
    static String key(Change change) {
        if (change instanceof Change.EventAppended appended) {
            return appended.eventId();
        }
        if (change instanceof Change.EventDeleted deleted) {
            return deleted.eventId();
        }
        if (change instanceof Change.BindingChanged binding) {
            return binding.channelId();
        }
        if (change instanceof Change.BindingRemoved binding) {
            return binding.channelId();
        }
        if (change instanceof Change.ParticipantChanged participant) {
            return participant.participantId();
        }
        if (change instanceof Change.ParticipantRemoved participant) {
            return participant.participantId();
        }
        if (change instanceof Change.TaskChanged task) {
            return task.taskId();
        }
        if (change instanceof Change.TaskDeleted task) {
            return task.taskId();
        }
        if (change instanceof Change.ObservationAdded observation) {
            return observation.observationId();
        }
        return (change instanceof Change.ObservationDeleted observation) ? observation.observationId() : "";
    }
}
