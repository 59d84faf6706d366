package live.roomkit.store.json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.Checks;
import live.roomkit.internal.FreeForm;
import live.roomkit.room.Room;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Converts records to the JSON in which stores keep them, and back. The JSON is in UTF-8 and has snake_case names,
 * ISO-8601 times in UTC and numbers that are not rounded. Components that are {@code null} are left out.
 *
 * <p>Writing also checks rules that the constructors of the records do not check, such as the size of the record.
 * Writing a value that cannot be stored throws an {@link InvalidContentException} with a JSON pointer to the value.
 *
 * <p>The JSON of an event does not contain the index of the event. The JSON of a room does not contain the event count,
 * the latest index, the delivered index or the time of the last activity. The JSON of an identity does not contain its
 * merge. A store keeps all of these values separately. It passes the values of an event to {@link #readEvent}, and the
 * values of a room to {@link #readRoom}. Content that cannot be read becomes
 * {@link live.roomkit.content.UnknownContent}, so that an event with such content can still be read.
 *
 * <p>The class is safe for use by many threads, and instances are cheap to create.
 */
public final class RecordJson {

    /** Default maximum size of a record, in bytes of JSON. */
    public static final int DEFAULT_MAX_RECORD_SIZE = 8 * 1024 * 1024;

    /** Default maximum total size of the records in a list that a store returns, in bytes of JSON. */
    public static final int DEFAULT_MAX_PAGE_SIZE = 64 * 1024 * 1024;

    private static final byte[] BEFORE_CONTENT = "{\"content\":".getBytes(StandardCharsets.US_ASCII);

    private static final int USUAL_BYTES_AFTER_CONTENT = 128;

    /**
     * Default maximum total size of the events in a batch, in bytes of JSON. A store sends a batch in one statement.
     * This statement needs several times as much memory as the JSON of the batch.
     */
    private static final int DEFAULT_MAX_BATCH_BYTES = 64 * 1024 * 1024;

    private final int maxRecordSize;

    private final int maxBatchBytes;

    /**
     * Creates a converter with the given limit.
     *
     * @param maxRecordSize the maximum size of a record when it is written, in bytes of UTF-8 JSON
     */
    public RecordJson(int maxRecordSize) {
        this(maxRecordSize, Math.max(maxRecordSize, DEFAULT_MAX_BATCH_BYTES));
    }

    RecordJson(int maxRecordSize, int maxBatchBytes) {
        Checks.check(maxRecordSize > 0, "maxRecordSize must be positive");
        this.maxRecordSize = maxRecordSize;
        this.maxBatchBytes = maxBatchBytes;
    }

    /** Returns the maximum size of a record when it is written, in bytes of UTF-8 JSON. */
    public int maxRecordSize() {
        return this.maxRecordSize;
    }

    /**
     * Converts a record to its stored JSON.
     *
     * @throws InvalidContentException when the record cannot be stored
     */
    public byte[] write(Record record) {
        Checks.notNull("record", record);
        return LimitedOutput.collect(this.maxRecordSize, writer -> writer.write(record));
    }

    /**
     * Converts free-form values to their stored JSON. Free-form values are text, booleans, {@code null}, numbers, lists
     * and maps.
     *
     * @throws InvalidContentException when the values cannot be stored
     */
    public byte[] write(Map<String, ? extends @Nullable Object> values) {
        Map<String, @Nullable Object> copy = FreeForm.copy(Checks.notNull("values", values));
        return LimitedOutput.collect(this.maxRecordSize, writer -> writer.writeFreeForm(copy));
    }

    /**
     * Converts the values of a whole record, as {@link #readValues} returns them, to stored JSON. The values may be
     * nested deeper than {@link #write(Map)} accepts, up to the maximum depth of the JSON of a record.
     *
     * @throws InvalidContentException when the values cannot be stored
     */
    public byte[] writeRecord(Map<String, ? extends @Nullable Object> values) {
        Checks.notNull("values", values);
        return LimitedOutput.collect(this.maxRecordSize, writer -> writer.writeRecordValues(values));
    }

    /**
     * Reads free-form values from a JSON object, without rounding numbers. Free-form values are text, booleans,
     * {@code null}, numbers, lists and maps. This method does not check whether the values can be stored, unlike
     * {@link #write(Map)} and {@link #writeRecord}.
     *
     * @throws StoreException when {@code json} is not a single JSON object
     */
    public static Map<String, @Nullable Object> readValues(byte[] json) {
        return RecordReader.readValues(Checks.notNull("json", json));
    }

    /**
     * Converts the JSON of a record to canonical JSON: names are sorted by code point, numbers have no exponents, and
     * there is no whitespace between tokens. Returns {@code json} unchanged when it is not a single JSON object or
     * contains a value that cannot be stored.
     */
    public static byte[] canonical(byte[] json) {
        try {
            Map<String, @Nullable Object> values = readValues(json);
            return LimitedOutput.collect(Integer.MAX_VALUE, writer -> writer.writeCanonical(values));
        } catch (StoreException e) {
            return json;
        }
    }

    /**
     * Reads a record from its stored JSON. Programs that do not use this library may write an empty text for a missing
     * value. When the record cannot be read with its empty texts, empty texts in its nullable components are read as
     * {@code null}.
     *
     * @throws StoreException when the JSON cannot be read; the message names the field and the problem
     */
    public <T extends Record> T read(byte[] json, Class<T> type) {
        return RecordReader.read(Checks.notNull("json", json), Checks.notNull("type", type));
    }

    /**
     * Reads an event from its stored JSON and sets its index, which a store keeps separately.
     *
     * @throws StoreException when the JSON cannot be read; the message names the field and the problem
     */
    public RoomEvent readEvent(byte[] json, long index) {
        return RecordReader.readEvent(Checks.notNull("json", json), index);
    }

    /**
     * Reads a room from its stored JSON and sets its counters and last activity, which a store keeps separately.
     *
     * @throws StoreException when the JSON cannot be read; the message names the field and the problem
     */
    public Room readRoom(
            byte[] json, long eventCount, long latestIndex, long deliveredIndex, @Nullable Instant lastActivityAt) {
        Room room = read(json, Room.class);
        try {
            return room.toBuilder()
                    .eventCount(eventCount)
                    .latestIndex(latestIndex)
                    .deliveredIndex(deliveredIndex)
                    .timers(room.timers().withLastActivityAt(lastActivityAt))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new StoreException("Stored Room cannot be read: " + e.getMessage());
        }
    }

    /**
     * Converts an event to its stored JSON and computes the hash of the payload of the event. The payload consists of
     * type, source channel and content. Events with the same hash have the same payload. The hash is SHA-256 over the
     * canonical JSON of the payload. In canonical JSON, names are sorted by code point, numbers have no exponents, and
     * there is no whitespace between tokens.
     *
     * @throws InvalidContentException when the event cannot be stored
     */
    public EventJson writeEvent(RoomEvent event) {
        Checks.notNull("event", event);
        MessageDigest digest = sha256();
        LimitedOutput output = new LimitedOutput(this.maxRecordSize);
        RecordWriter.write(
                output,
                writer -> writer.writeEvent(event, output, (from, to) -> {
                    digest.update(BEFORE_CONTENT);
                    output.digest(digest, from, to);
                }));
        LimitedOutput rest = new LimitedOutput(Integer.MAX_VALUE, USUAL_BYTES_AFTER_CONTENT);
        RecordWriter.write(rest, writer -> writer.writePayloadAfterContent(event));
        digest.update((byte) ',');
        rest.digest(digest, 1, rest.size());
        return new EventJson(output.toByteArray(), digest.digest());
    }

    /**
     * Converts the events of a batch as {@link #writeEvent} does, in the same order.
     *
     * @throws InvalidContentException when one of the events cannot be stored
     * @throws IllegalArgumentException when the JSON of all events together is larger than 64 MiB and larger than
     *     {@code maxRecordSize}
     */
    public List<EventJson> writeEvents(List<RoomEvent> events) {
        List<EventJson> all = new ArrayList<>();
        long bytes = 0;
        for (RoomEvent event : events) {
            EventJson written = writeEvent(event);
            bytes += written.json().length;
            Checks.check(
                    bytes <= this.maxBatchBytes,
                    "events must not be larger than " + this.maxBatchBytes + " bytes in all");
            all.add(written);
        }
        return all;
    }

    /**
     * The stored JSON of an event and the hash of its payload.
     *
     * @param json the stored JSON in UTF-8
     * @param payloadHash the SHA-256 hash of the payload, 32 bytes; see {@link #writeEvent}
     */
    public record EventJson(byte[] json, byte[] payloadHash) {}

    /**
     * Returns the JSON names of all components of a record type, including components that a store keeps separately.
     */
    public static List<String> keys(Class<? extends Record> type) {
        return RecordShape.of(Checks.notNull("type", type)).keys();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
