package live.roomkit.store.memory;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * An event and the hash of the payload with which it was added. The hash identifies a retry. An update changes the
 * event but not the hash. An event without a hash equals every retry.
 *
 * @param event the event
 * @param payloadHash the SHA-256 hash of type, source channel and content, in hexadecimal; {@code null} when the event
 *     was erased
 */
record StoredEvent(RoomEvent event, @Nullable String payloadHash) {

    /** Returns the stored form of a new event. Rejects an event that cannot be stored. */
    static StoredEvent of(RoomEvent event, RecordJson json) {
        return of(event, json.writeEvent(event));
    }

    /** Returns the stored forms of the events of a batch, as {@link #of(RoomEvent, RecordJson)} does for one. */
    static List<StoredEvent> of(List<RoomEvent> events, RecordJson json) {
        List<RecordJson.EventJson> written = json.writeEvents(events);
        return IntStream.range(0, events.size())
                .mapToObj(i -> of(events.get(i), written.get(i)))
                .toList();
    }

    private static StoredEvent of(RoomEvent event, RecordJson.EventJson written) {
        return new StoredEvent(event, HexFormat.of().formatHex(written.payloadHash()));
    }

    String id() {
        return this.event.id();
    }

    @Nullable
    String key() {
        return this.event.idempotencyKey();
    }

    /** Returns the same event at another index. */
    StoredEvent at(long index) {
        return new StoredEvent(this.event.toBuilder().index(index).build(), this.payloadHash);
    }

    /** Returns the changed event with the index, creation time and hash of this one. */
    StoredEvent changed(RoomEvent changed) {
        RoomEvent event = changed.toBuilder()
                .index(this.event.index())
                .createdAt(this.event.createdAt())
                .build();
        return new StoredEvent(event, this.payloadHash);
    }

    boolean samePayload(StoredEvent other) {
        return this.payloadHash == null || this.payloadHash.equals(other.payloadHash);
    }
}
