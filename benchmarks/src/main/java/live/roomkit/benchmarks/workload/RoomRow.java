package live.roomkit.benchmarks.workload;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * JPA entity for a room. The version of the entity, for optimistic locking, is the index of the room's next event.
 * Every append checks and increments this version.
 */
@Entity
@Table(name = "rooms")
class RoomRow {

    @Id
    private @Nullable String id;

    @Version
    @Column(name = "next_index")
    private long nextIndex;

    @Column(name = "event_count")
    private long eventCount;

    @Column(name = "last_activity_at")
    private @Nullable Instant lastActivityAt;

    protected RoomRow() {}

    /** Increments the number of events, sets the time of the last activity, and returns the index of the new event. */
    long count(Instant time) {
        this.eventCount++;
        this.lastActivityAt = time;
        return this.nextIndex;
    }
}
