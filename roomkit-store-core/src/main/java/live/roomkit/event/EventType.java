package live.roomkit.event;

import live.roomkit.internal.Checks;

/**
 * What happened. An open set: deployments add their own by {@link #of} without waiting for a release.
 *
 * @param value the name as it is stored, 1 to 64 ASCII characters
 */
public record EventType(String value) {

    /** Somebody said something. */
    public static final EventType MESSAGE = new EventType("message");

    /** The system said something. */
    public static final EventType SYSTEM = new EventType("system");

    /** Somebody is typing. */
    public static final EventType TYPING = new EventType("typing");

    /** Somebody read up to a message. */
    public static final EventType READ_RECEIPT = new EventType("read_receipt");

    /** A carrier delivered a message. */
    public static final EventType DELIVERY_RECEIPT = new EventType("delivery_receipt");

    /** Somebody came or went. */
    public static final EventType PRESENCE = new EventType("presence");

    /** Somebody reacted to a message. */
    public static final EventType REACTION = new EventType("reaction");

    /** A message was changed. */
    public static final EventType EDIT = new EventType("edit");

    /** A message was taken back. */
    public static final EventType DELETE = new EventType("delete");

    /** A participant joined. */
    public static final EventType PARTICIPANT_JOINED = new EventType("participant_joined");

    /** A participant left. */
    public static final EventType PARTICIPANT_LEFT = new EventType("participant_left");

    /** It became known who a participant is. */
    public static final EventType PARTICIPANT_IDENTIFIED = new EventType("participant_identified");

    /** A participant was changed. */
    public static final EventType PARTICIPANT_UPDATED = new EventType("participant_updated");

    /** A channel was bound to the room. */
    public static final EventType CHANNEL_ATTACHED = new EventType("channel_attached");

    /** A channel was taken off the room. */
    public static final EventType CHANNEL_DETACHED = new EventType("channel_detached");

    /** A channel was muted. */
    public static final EventType CHANNEL_MUTED = new EventType("channel_muted");

    /** A channel was unmuted. */
    public static final EventType CHANNEL_UNMUTED = new EventType("channel_unmuted");

    /** A channel's binding was changed. */
    public static final EventType CHANNEL_UPDATED = new EventType("channel_updated");

    /** A task was created. */
    public static final EventType TASK_CREATED = new EventType("task_created");

    /** A task was handed to somebody. */
    public static final EventType TASK_DELEGATED = new EventType("task_delegated");

    /** A task was done. */
    public static final EventType TASK_COMPLETED = new EventType("task_completed");

    /** An observation was made. */
    public static final EventType OBSERVATION = new EventType("observation");

    /** A tool was called. */
    public static final EventType TOOL_CALL_START = new EventType("tool_call_start");

    /** A tool answered. */
    public static final EventType TOOL_CALL_END = new EventType("tool_call_end");

    /** A key was pressed on a telephone. */
    public static final EventType DTMF = new EventType("dtmf");

    /** A recording began. */
    public static final EventType RECORDING_STARTED = new EventType("recording_started");

    /** A recording ended. */
    public static final EventType RECORDING_STOPPED = new EventType("recording_stopped");

    /** Refuses blank names, names over 64 characters, and characters outside ASCII. */
    public EventType {
        Checks.typeName("eventType", value);
    }

    /** The type of that name, whether one of the constants or a deployment's own. */
    public static EventType of(String value) {
        return new EventType(value);
    }

    @Override
    public String toString() {
        return this.value;
    }
}
