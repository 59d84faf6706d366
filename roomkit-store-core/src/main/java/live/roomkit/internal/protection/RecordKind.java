package live.roomkit.internal.protection;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;

/** Kinds of records in an export. The order of the constants is the order in which an import needs the records. */
public enum RecordKind {
    IDENTITY(Identity.class),
    IDENTITY_MERGE(null),
    ROOM(Room.class, "created_at"),
    BINDING(ChannelBinding.class, "attached_at"),
    PARTICIPANT(Participant.class, "joined_at"),
    EVENT(RoomEvent.class, "id", "created_at"),
    TASK(Task.class, "created_at"),
    OBSERVATION(Observation.class, "created_at"),
    READ_MARKER(null);

    private static final Map<String, RecordKind> KINDS =
            Arrays.stream(values()).collect(Collectors.toMap(RecordKind::kindName, Function.identity()));

    private final String kindName = name().toLowerCase(Locale.ROOT);

    private final @Nullable Class<? extends Record> type;

    private final List<String> chosen;

    RecordKind(@Nullable Class<? extends Record> type, String... chosen) {
        this.type = type;
        this.chosen = List.of(chosen);
    }

    static Optional<RecordKind> of(@Nullable Object name) {
        return (name instanceof String) ? Optional.ofNullable(KINDS.get(name)) : Optional.empty();
    }

    /** Returns the name of this kind in an export, such as {@code read_marker}. */
    String kindName() {
        return this.kindName;
    }

    /**
     * Returns the JSON names of the components that the record type fills in when they are missing, such as
     * {@code created_at} with the current time.
     */
    List<String> chosen() {
        return this.chosen;
    }

    /**
     * Returns the Java type of the records of this kind, or {@code null} when the lines of this kind contain no
     * {@code data} object.
     */
    @Nullable
    Class<? extends Record> type() {
        return this.type;
    }
}
