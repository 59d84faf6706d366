package live.roomkit.benchmarks.workload;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** JPA entity for an event. Contains only those columns that a text message fills. */
@Entity
@SuppressWarnings("UnusedVariable")
@Table(name = "events")
@IdClass(EventRow.Key.class)
class EventRow {

    @Id
    @Column(name = "room_id")
    private @Nullable String roomId;

    @Id
    private long index;

    private @Nullable String id;

    private String type = "message";

    private String visibility = "all";

    @Column(name = "source_channel_id")
    private String sourceChannelId = "sms-main";

    @Column(name = "source_channel_type")
    private String sourceChannelType = "sms";

    @Column(name = "source_participant_id")
    private String sourceParticipantId = "participant-1";

    @Column(name = "idempotency_key")
    private @Nullable String idempotencyKey;

    @Column(name = "payload_hash")
    private byte @Nullable [] payloadHash;

    @Column(name = "created_at")
    private @Nullable Instant createdAt;

    private int bytes;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable String data;

    protected EventRow() {}

    EventRow(
            String roomId,
            long index,
            String id,
            String key,
            byte[] payloadHash,
            Instant createdAt,
            int bytes,
            String data) {
        this.roomId = roomId;
        this.index = index;
        this.id = id;
        this.idempotencyKey = key;
        this.payloadHash = payloadHash;
        this.createdAt = createdAt;
        this.bytes = bytes;
        this.data = data;
    }

    record Key(String roomId, long index) implements Serializable {}
}
