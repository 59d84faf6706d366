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
 * Converts records to their stored form and back. The stored form is JSON in UTF-8 with snake_case names, ISO-8601
 * times in UTC and exact numbers. It leaves out absent components.
 *
 * <p>Writing checks the rules that the constructors do not check. A value that cannot be stored is refused with an
 * {@link InvalidContentException} that names its place. Some values are kept by the store beside the record, such as an
 * event's index or a room's counters. They are not written, and reading sets them on the record. Content that cannot be
 * read becomes an {@link live.roomkit.content.UnknownContent} and never hides its event.
 *
 * <p>The class is safe for use by many threads, and instances are cheap to create.
 */
public final class RecordJson {

    /** Default limit on the size of a record, in bytes of JSON. */
    public static final int DEFAULT_MAX_RECORD_SIZE = 8 * 1024 * 1024;

    /** Default limit on the size of the records of a list together, in bytes of JSON. */
    public static final int DEFAULT_MAX_PAGE_SIZE = 64 * 1024 * 1024;

    private static final byte[] BEFORE_CONTENT = "{\"content\":".getBytes(StandardCharsets.US_ASCII);

    private static final int USUAL_BYTES_AFTER_CONTENT = 128;

    /**
     * Limit on the total size of a batch of events, in bytes of JSON. A batch is sent as a whole and held in memory
     * several times.
     */
    private static final int DEFAULT_MAX_BATCH_BYTES = 64 * 1024 * 1024;

    private final int maxRecordSize;

    private final int maxBatchBytes;

    /**
     * Creates a mapping with the given limit.
     *
     * @param maxRecordSize the size of the largest record that may be written, in bytes of UTF-8 JSON
     */
    public RecordJson(int maxRecordSize) {
        this(maxRecordSize, Math.max(maxRecordSize, DEFAULT_MAX_BATCH_BYTES));
    }

    RecordJson(int maxRecordSize, int maxBatchBytes) {
        Checks.check(maxRecordSize > 0, "maxRecordSize must be positive");
        this.maxRecordSize = maxRecordSize;
        this.maxBatchBytes = maxBatchBytes;
    }

    /** Returns the size of the largest record that may be written, in bytes. */
    public int maxRecordSize() {
        return this.maxRecordSize;
    }

    /**
     * Returns the stored form of a record.
     *
     * @throws InvalidContentException when the record cannot be stored
     */
    public byte[] write(Record record) {
        Checks.notNull("record", record);
        return LimitedOutput.collect(this.maxRecordSize, writer -> writer.write(record));
    }

    /**
     * Returns the stored form of free-form values.
     *
     * @throws InvalidContentException when the values cannot be stored
     */
    public byte[] write(Map<String, ? extends @Nullable Object> values) {
        Map<String, @Nullable Object> copy = FreeForm.copy(Checks.notNull("values", values));
        return LimitedOutput.collect(this.maxRecordSize, writer -> writer.writeFreeForm(copy));
    }

    /**
     * Returns the free-form values that JSON contains, with exact numbers. {@link #write(Map)} says which of them can be
     * stored.
     *
     * @throws StoreException when the text is not one JSON object
     */
    public static Map<String, @Nullable Object> readValues(byte[] json) {
        return RecordReader.readValues(Checks.notNull("json", json));
    }

    /**
     * Returns the canonical form of JSON: names are sorted by code point, numbers have no exponents, and nothing stands between
     * the tokens. JSON whose values cannot be stored stays as it is.
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
     * Returns the record that the stored form contains. A record of another writer may have empty texts where an optional
     * value cannot be empty; these are read as absent.
     *
     * @throws StoreException when the stored form cannot be read; the message names the field and what is wrong with it
     */
    public <T extends Record> T read(byte[] json, Class<T> type) {
        return RecordReader.read(Checks.notNull("json", json), Checks.notNull("type", type));
    }

    /**
     * Returns the event that the stored form contains, with the index that the store keeps beside it.
     *
     * @throws StoreException when the stored form cannot be read; the message names the field and what is wrong with it
     */
    public RoomEvent readEvent(byte[] json, long index) {
        return RecordReader.readEvent(Checks.notNull("json", json), index);
    }

    /**
     * Returns the room that the stored form contains, with the values that the store keeps beside it.
     *
     * @throws StoreException when the stored form cannot be read; the message names the field and what is wrong with it
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
     * Returns the stored form of an event, and the hash of its payload. Two appends with the same hash are the same
     * event. The hash is SHA-256 over the canonical JSON of type, source channel and content. In canonical JSON, names
     * are sorted by code point, numbers have no exponents, and nothing stands between the tokens.
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
     * Returns the stored forms of the events of a batch in their order, as {@link #writeEvent} does for each.
     *
     * @throws InvalidContentException when one of the events cannot be stored
     * @throws IllegalArgumentException when the events exceed 64 MiB in total, or the size of the largest record if
     *     that is larger than 64 MiB
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
     * Stored form of an event and the hash of its payload.
     *
     * @param json the stored form in UTF-8
     * @param payloadHash the hash, 32 bytes; see {@link #writeEvent}
     */
    public record EventJson(byte[] json, byte[] payloadHash) {}

    /** Returns the stored names of all components of a record, including those that the store keeps beside it. */
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
