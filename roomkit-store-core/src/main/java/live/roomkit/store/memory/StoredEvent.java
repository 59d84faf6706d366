package live.roomkit.store.memory;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
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
        return of(event, json.writeEvent(event));
    }

    /** As {@link #of(RoomEvent, RecordJson)}, of the events of a batch. */
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
