package live.roomkit.store.memory;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import live.roomkit.content.ErasedContent;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Contains an event and the hash of the type, source channel and content with which the event was added. The store uses
 * the hash to recognize that an append repeats an earlier append. An update of the event does not change the hash. An
 * erased event has no hash, so every append with the id or the idempotency key of this event counts as a repetition.
 *
 * @param payloadHash the SHA-256 hash of type, source channel and content, in hexadecimal; {@code null} when the event
 *     was erased
 */
record StoredEvent(RoomEvent event, @Nullable String payloadHash) {

    /** Rejects an event that cannot be stored. */
    static StoredEvent of(RoomEvent event, RecordJson json) {
        return of(event, json.writeEvent(event));
    }

    /**
     * Returns the given events with their hashes. Rejects the batch when it is too large, or when one of the events
     * cannot be stored.
     */
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

    StoredEvent at(long index) {
        return new StoredEvent(this.event.toBuilder().index(index).build(), this.payloadHash);
    }

    /**
     * Returns a stored event with the values of {@code changed}. Keeps the index, creation time and hash of this event.
     */
    StoredEvent changed(RoomEvent changed) {
        RoomEvent event = changed.toBuilder()
                .index(this.event.index())
                .createdAt(this.event.createdAt())
                .build();
        return new StoredEvent(event, this.payloadHash);
    }

    boolean isErased() {
        return this.payloadHash == null && this.event.content() instanceof ErasedContent;
    }

    boolean samePayload(StoredEvent other) {
        return this.payloadHash == null || this.payloadHash.equals(other.payloadHash);
    }
}
