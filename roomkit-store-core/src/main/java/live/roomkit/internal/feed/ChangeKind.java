package live.roomkit.internal.feed;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import live.roomkit.feed.Change;

/** Assigns to each kind of change the number that stores write for this kind. The number of a kind never changes. */
public enum ChangeKind {
    EVENT_APPENDED(
            1,
            row -> new Change.EventAppended(
                    row.id(), row.roomId(), row.organizationId(), row.recordedAt(), row.key(), row.index())),
    EVENT_CHANGED(
            2,
            row -> new Change.EventChanged(
                    row.id(), row.roomId(), row.organizationId(), row.recordedAt(), row.key(), row.index())),
    EVENT_DELETED(
            3,
            row -> new Change.EventDeleted(
                    row.id(), row.roomId(), row.organizationId(), row.recordedAt(), row.key(), row.index())),
    ROOM_CREATED(4, row -> new Change.RoomCreated(row.id(), row.roomId(), row.organizationId(), row.recordedAt())),
    ROOM_CHANGED(5, row -> new Change.RoomChanged(row.id(), row.roomId(), row.organizationId(), row.recordedAt())),
    ROOM_DELETED(6, row -> new Change.RoomDeleted(row.id(), row.roomId(), row.organizationId(), row.recordedAt())),
    DELIVERY_ADVANCED(
            7,
            row -> new Change.DeliveryAdvanced(
                    row.id(), row.roomId(), row.organizationId(), row.recordedAt(), row.index())),
    BINDING_CHANGED(
            8,
            row -> new Change.BindingChanged(
                    row.id(), row.roomId(), row.organizationId(), row.recordedAt(), row.key())),
    BINDING_REMOVED(
            9,
            row -> new Change.BindingRemoved(
                    row.id(), row.roomId(), row.organizationId(), row.recordedAt(), row.key())),
    PARTICIPANT_CHANGED(
            10,
            row -> new Change.ParticipantChanged(
                    row.id(), row.roomId(), row.organizationId(), row.recordedAt(), row.key())),
    PARTICIPANT_REMOVED(
            11,
            row -> new Change.ParticipantRemoved(
                    row.id(), row.roomId(), row.organizationId(), row.recordedAt(), row.key())),
    TASK_CHANGED(
            12,
            row -> new Change.TaskChanged(row.id(), row.roomId(), row.organizationId(), row.recordedAt(), row.key())),
    TASK_DELETED(
            13,
            row -> new Change.TaskDeleted(row.id(), row.roomId(), row.organizationId(), row.recordedAt(), row.key())),
    OBSERVATION_ADDED(
            14,
            row -> new Change.ObservationAdded(
                    row.id(), row.roomId(), row.organizationId(), row.recordedAt(), row.key())),
    OBSERVATION_DELETED(
            15,
            row -> new Change.ObservationDeleted(
                    row.id(), row.roomId(), row.organizationId(), row.recordedAt(), row.key())),
    MARKER_MOVED(
            16,
            row -> new Change.MarkerMoved(
                    row.id(), row.roomId(), row.organizationId(), row.recordedAt(), row.key(), row.index()));

    private static final Map<Integer, ChangeKind> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(ChangeKind::code, Function.identity()));

    private static final Map<Class<?>, ChangeKind> BY_TYPE = Arrays.stream(values())
            .collect(Collectors.toMap(
                    kind -> kind.make(new ChangeRow(0, "", null, Instant.EPOCH, "", 0))
                            .getClass(),
                    Function.identity()));

    private final int code;

    private final Function<ChangeRow, Change> maker;

    ChangeKind(int code, Function<ChangeRow, Change> maker) {
        this.code = code;
        this.maker = maker;
    }

    public int code() {
        return this.code;
    }

    public Change make(ChangeRow row) {
        return this.maker.apply(row);
    }

    /** Returns the kind with the given number, or empty when this version of RoomKit does not know the number. */
    public static Optional<ChangeKind> ofCode(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    public static ChangeKind of(Class<? extends Change> type) {
        return Objects.requireNonNull(BY_TYPE.get(type));
    }
}
