package live.roomkit.internal.store;

import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.internal.Checks;
import live.roomkit.participant.IdentificationStatus;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Creates functions that change a stored record. Each method whose name begins with {@code of} adds a check to a
 * function of the caller. With this check, the function throws an exception instead of returning {@code null} or a
 * record that has another id than the stored record.
 */
public final class Changes {

    private Changes() {}

    public static UnaryOperator<Room> ofRoom(String roomId, @Nullable UnaryOperator<Room> change) {
        return checked(change, "room", changed -> changed.id().equals(roomId));
    }

    /**
     * Returns a function that replaces a stored room by {@code room}. If the stored room has a time of last activity,
     * the function keeps this time.
     */
    public static UnaryOperator<Room> toRoom(Room room) {
        return stored -> {
            Instant lastActivityAt = stored.timers().lastActivityAt();
            return (lastActivityAt == null)
                    ? room
                    : room.toBuilder()
                            .timers(room.timers().withLastActivityAt(lastActivityAt))
                            .build();
        };
    }

    public static UnaryOperator<RoomEvent> ofEvent(
            String roomId, String eventId, @Nullable UnaryOperator<RoomEvent> change) {
        return checked(
                change,
                "event",
                changed -> changed.id().equals(eventId) && changed.roomId().equals(roomId));
    }

    public static UnaryOperator<ChannelBinding> ofBinding(
            String roomId, String channelId, @Nullable UnaryOperator<ChannelBinding> change) {
        return checked(
                change,
                "binding",
                changed -> changed.channelId().equals(channelId)
                        && changed.roomId().equals(roomId));
    }

    public static UnaryOperator<Participant> ofParticipant(
            String roomId, String participantId, @Nullable UnaryOperator<Participant> change) {
        return checked(
                change,
                "participant",
                changed ->
                        changed.id().equals(participantId) && changed.roomId().equals(roomId));
    }

    public static UnaryOperator<Identity> ofIdentity(String identityId, @Nullable UnaryOperator<Identity> change) {
        return checked(change, "identity", changed -> changed.id().equals(identityId));
    }

    public static UnaryOperator<Task> ofTask(String roomId, String taskId, @Nullable UnaryOperator<Task> change) {
        return checked(
                change,
                "task",
                changed -> changed.id().equals(taskId) && changed.roomId().equals(roomId));
    }

    /**
     * Returns a copy of the participant that is not linked to the given identity any more. The identification status
     * {@code IDENTIFIED} becomes {@code UNKNOWN}. A participant that is not linked to this identity is returned
     * unchanged.
     */
    public static Participant withoutIdentity(Participant participant, String identityId) {
        if (!identityId.equals(participant.identityId())) {
            return participant;
        }
        boolean identified = participant.identification() == IdentificationStatus.IDENTIFIED;
        return participant.toBuilder()
                .identityId(null)
                .identification(identified ? IdentificationStatus.UNKNOWN : participant.identification())
                .build();
    }

    private static <T> UnaryOperator<T> checked(
            @Nullable UnaryOperator<T> change, String kind, Predicate<T> isTheSame) {
        UnaryOperator<T> given = Checks.notNull("change", change);
        return stored -> {
            T changed = given.apply(stored);
            Checks.check(
                    changed != null && isTheSame.test(changed),
                    "change must return the " + kind + " that it was given");
            return changed;
        };
    }
}
