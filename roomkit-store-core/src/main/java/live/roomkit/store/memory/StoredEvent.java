package live.roomkit.store.memory;

import java.util.HexFormat;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * An event and the hash of what it said when it was added, by which a retry is known. An update changes the event only.
 *
 * @param event the event
 * @param payloadHash SHA-256 over type, source channel and content, in hexadecimal
 */
record StoredEvent(RoomEvent event, String payloadHash) {

    /** The stored form of a new event, checked. */
    static StoredEvent of(RoomEvent event, RecordJson json) {
        return new StoredEvent(
                event, HexFormat.of().formatHex(json.writeEvent(event).payloadHash()));
    }

    String id() {
        return this.event.id();
    }

    @Nullable
    String key() {
        return this.event.idempotencyKey();
    }

    /** The same event at another index. */
    StoredEvent at(long index) {
        return new StoredEvent(this.event.toBuilder().index(index).build(), this.payloadHash);
    }

    /** What was stored, changed but for what is fixed. */
    StoredEvent changed(RoomEvent changed) {
        RoomEvent event = changed.toBuilder()
                .index(this.event.index())
                .createdAt(this.event.createdAt())
                .build();
        return new StoredEvent(event, this.payloadHash);
    }

    boolean samePayload(StoredEvent other) {
        return this.payloadHash.equals(other.payloadHash);
    }
}
