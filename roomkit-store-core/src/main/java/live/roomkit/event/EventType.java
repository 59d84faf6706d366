package live.roomkit.event;

import java.util.Set;
import live.roomkit.internal.Checks;

/**
 * Type of an event, such as a message. Besides the constants of this class, applications can define types of their own
 * with {@link #of}.
 *
 * @param value the name under which the type is stored: 1 to 64 printable ASCII characters without blanks
 */
public record EventType(String value) implements Comparable<EventType> {

    /** Somebody sent a message. */
    public static final EventType MESSAGE = new EventType("message");

    /** The application itself sent a message. */
    public static final EventType SYSTEM = new EventType("system");

    /** Somebody is typing. */
    public static final EventType TYPING = new EventType("typing");

    /** A participant read all messages up to a given message. */
    public static final EventType READ_RECEIPT = new EventType("read_receipt");

    /** A messaging provider delivered a message. */
    public static final EventType DELIVERY_RECEIPT = new EventType("delivery_receipt");

    /** Somebody became present or absent. */
    public static final EventType PRESENCE = new EventType("presence");

    /** Somebody reacted to a message. */
    public static final EventType REACTION = new EventType("reaction");

    /** A message was changed. */
    public static final EventType EDIT = new EventType("edit");

    /** A message was deleted. */
    public static final EventType DELETE = new EventType("delete");

    /** A participant joined. */
    public static final EventType PARTICIPANT_JOINED = new EventType("participant_joined");

    /** A participant left. */
    public static final EventType PARTICIPANT_LEFT = new EventType("participant_left");

    /** A participant was identified. */
    public static final EventType PARTICIPANT_IDENTIFIED = new EventType("participant_identified");

    /** A participant was changed. */
    public static final EventType PARTICIPANT_UPDATED = new EventType("participant_updated");

    /** A channel was attached to the room. */
    public static final EventType CHANNEL_ATTACHED = new EventType("channel_attached");

    /** A channel was detached from the room. */
    public static final EventType CHANNEL_DETACHED = new EventType("channel_detached");

    /** A channel was muted. */
    public static final EventType CHANNEL_MUTED = new EventType("channel_muted");

    /** A channel was unmuted. */
    public static final EventType CHANNEL_UNMUTED = new EventType("channel_unmuted");

    /** The {@linkplain live.roomkit.channel.ChannelBinding binding} of a channel to the room was changed. */
    public static final EventType CHANNEL_UPDATED = new EventType("channel_updated");

    /** A task was created. */
    public static final EventType TASK_CREATED = new EventType("task_created");

    /** A task was assigned to somebody. */
    public static final EventType TASK_DELEGATED = new EventType("task_delegated");

    /** A task was completed. */
    public static final EventType TASK_COMPLETED = new EventType("task_completed");

    /** An {@linkplain live.roomkit.task.Observation observation} about the room was made. */
    public static final EventType OBSERVATION = new EventType("observation");

    /** A tool was called. */
    public static final EventType TOOL_CALL_START = new EventType("tool_call_start");

    /** A tool returned a result. */
    public static final EventType TOOL_CALL_END = new EventType("tool_call_end");

    /** A key was pressed on a telephone. */
    public static final EventType DTMF = new EventType("dtmf");

    /** A recording began. */
    public static final EventType RECORDING_STARTED = new EventType("recording_started");

    /** A recording ended. */
    public static final EventType RECORDING_STOPPED = new EventType("recording_stopped");

    private static final Set<EventType> STANDARD = Set.of(
            MESSAGE,
            SYSTEM,
            TYPING,
            READ_RECEIPT,
            DELIVERY_RECEIPT,
            PRESENCE,
            REACTION,
            EDIT,
            DELETE,
            PARTICIPANT_JOINED,
            PARTICIPANT_LEFT,
            PARTICIPANT_IDENTIFIED,
            PARTICIPANT_UPDATED,
            CHANNEL_ATTACHED,
            CHANNEL_DETACHED,
            CHANNEL_MUTED,
            CHANNEL_UNMUTED,
            CHANNEL_UPDATED,
            TASK_CREATED,
            TASK_DELEGATED,
            TASK_COMPLETED,
            OBSERVATION,
            TOOL_CALL_START,
            TOOL_CALL_END,
            DTMF,
            RECORDING_STARTED,
            RECORDING_STOPPED);

    /** Checks that the name consists of 1 to 64 printable ASCII characters and contains no blanks. */
    public EventType {
        Checks.typeName("eventType", value);
    }

    /** Returns the types that are constants of this class. */
    public static Set<EventType> standard() {
        return STANDARD;
    }

    /** Returns the type with the given name. The type may be a constant of this class or a type of the application. */
    public static EventType of(String value) {
        return new EventType(value);
    }

    /** Compares types by their stored names. */
    @Override
    public int compareTo(EventType other) {
        return this.value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return this.value;
    }
}
