package live.roomkit.room;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Map;
import live.roomkit.Cursor;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Defaults;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.ModelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A conversation: what its channels, participants and events hang on.
 *
 * <p>The last three components are managed by the store: what a caller puts there is ignored on writing, and reading
 * gives the present values.
 *
 * @param id chosen by the caller, unique in the store
 * @param organizationId the tenant that the room belongs to, if any
 * @param status where the room is in its life; active unless given
 * @param createdAt when the room was created; now unless given, fixed afterwards
 * @param updatedAt when the room was last updated, stamped by the store; appending events does not count
 * @param closedAt when the room was closed, if it was
 * @param timers when the room becomes inactive or closed by itself
 * @param agentResponsePolicy when agents answer each other
 * @param metadata free-form values of the application, searchable by containment
 * @param eventCount how many events the room has now
 * @param latestIndex the highest index ever given in this room, -1 before the first
 * @param deliveredIndex up to which index events were delivered, -1 when none was
 */
@ModelBuilder
public record Room(
        String id,
        @Nullable String organizationId,
        RoomStatus status,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant closedAt,
        RoomTimers timers,
        AgentResponsePolicy agentResponsePolicy,
        Map<String, @Nullable Object> metadata,
        long eventCount,

        @RecordBuilder.Initializer(value = "INDEX", source = Defaults.class)
        long latestIndex,

        @RecordBuilder.Initializer(value = "INDEX", source = Defaults.class)
        long deliveredIndex) {

    /** Applies the defaults and refuses what makes no sense. Use {@link #builder}; components may be added. */
    public Room {
        Checks.id("id", id);
        Checks.optionalId("organizationId", organizationId);
        status = (status != null) ? status : RoomStatus.ACTIVE;
        createdAt = Checks.instantOrNow("createdAt", createdAt);
        updatedAt = (updatedAt != null) ? Checks.instant("updatedAt", updatedAt) : createdAt;
        closedAt = Checks.optionalInstant("closedAt", closedAt);
        timers = (timers != null) ? timers : RoomTimers.NONE;
        agentResponsePolicy = (agentResponsePolicy != null) ? agentResponsePolicy : AgentResponsePolicy.AGENT_CHAIN;
        metadata = FreeForm.copy(metadata);
        Checks.check(eventCount >= 0, "eventCount must not be negative");
        Checks.check(latestIndex >= -1, "latestIndex must not be below -1");
        Checks.check(deliveredIndex >= -1, "deliveredIndex must not be below -1");
    }

    /** An active room with that id and nothing else. */
    public static Room of(String id) {
        return builder(id).build();
    }

    /** Builds a room with that id. */
    public static RoomBuilder builder(String id) {
        return RoomBuilder.builder().id(id);
    }

    /** Builds a changed copy. */
    public RoomBuilder toBuilder() {
        return RoomBuilder.builder(this);
    }

    /** The place after this room in a list of rooms. */
    public Cursor cursor() {
        return new Cursor(this.createdAt, this.id);
    }
}
