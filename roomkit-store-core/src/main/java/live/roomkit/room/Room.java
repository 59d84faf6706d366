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
 * A room, which holds one conversation with its channels, participants and events.
 *
 * <p>The store manages the components {@code eventCount}, {@code latestIndex} and {@code deliveredIndex}. Writes ignore
 * the caller's values for the components that the store manages, and reads return the current values.
 *
 * @param id the id, chosen by the caller and unique in the store
 * @param organizationId the organization that the room belongs to, if any
 * @param status the state of the room; active by default
 * @param createdAt the time at which the room was created; by default the current time; it never changes afterwards
 * @param updatedAt the time of the last update of the room, set by the store; appending an event is not an update
 * @param closedAt the time at which the room was closed, if it is closed
 * @param timers the periods without activity after which the application pauses or closes the room
 * @param agentResponsePolicy the policy that determines when AI agents answer each other;
 *     {@link AgentResponsePolicy#AGENT_CHAIN} by default
 * @param metadata free-form values of the application; {@link RoomQuery} can search for rooms whose metadata contains
 *     given values
 * @param eventCount the current number of events in the room
 * @param latestIndex the highest index that an event of the room ever had; -1 before the first event
 * @param deliveredIndex the index up to which the events of the room were delivered; -1 before the first delivery
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

    /**
     * Replaces components that are {@code null} by their defaults, and rejects invalid values. Prefer {@link #builder}
     * to this constructor, since later versions may add parameters to the constructor.
     */
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

    /** Returns a room with the given id and the status active. */
    public static Room of(String id) {
        return builder(id).build();
    }

    /** Returns a builder for a room with the given id. */
    public static RoomBuilder builder(String id) {
        return RoomBuilder.builder().id(id);
    }

    /** Returns a builder that starts with the values of this record. */
    public RoomBuilder toBuilder() {
        return RoomBuilder.builder(this);
    }

    /**
     * Returns the position of this room in a list of rooms, as a cursor for {@link RoomQuery} and {@link RoomLookup}.
     */
    public Cursor cursor() {
        return new Cursor(this.createdAt, this.id);
    }
}
