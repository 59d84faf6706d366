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
 * The mapping between records and their stored form: JSON in UTF-8 with snake_case names, ISO-8601 times in UTC and
 * exact numbers. Absent components are left out.
 *
 * <p>Writing checks once what the constructors leave open and refuses what cannot be stored with an
 * {@link InvalidContentException} that names the place. Values that a store keeps beside the record, such as an event's
 * index or a room's counters, are not written, and are laid over the record on reading. Content that cannot be read
 * becomes an {@link live.roomkit.content.UnknownContent} and never hides its event.
 *
 * <p>Safe for use by many threads, and cheap to create.
 */
public final class RecordJson {

    /** The largest record that is stored unless configured otherwise, in bytes of JSON. */
    public static final int DEFAULT_MAX_RECORD_SIZE = 8 * 1024 * 1024;

    private static final byte[] BEFORE_CONTENT = "{\"content\":".getBytes(StandardCharsets.US_ASCII);

    private static final int USUAL_BYTES_AFTER_CONTENT = 128;

    /** What the events of a batch may have together: it is sent as a whole, and held in memory several times. */
    private static final int DEFAULT_MAX_BATCH_BYTES = 64 * 1024 * 1024;

    private final int maxRecordSize;

    private final int maxBatchBytes;

    /**
     * Creates a mapping with a limit of its own.
     *
     * @param maxRecordSize the largest record that may be written, in bytes of UTF-8 JSON
     */
    public RecordJson(int maxRecordSize) {
        this(maxRecordSize, Math.max(maxRecordSize, DEFAULT_MAX_BATCH_BYTES));
    }

    RecordJson(int maxRecordSize, int maxBatchBytes) {
        Checks.check(maxRecordSize > 0, "maxRecordSize must be positive");
        this.maxRecordSize = maxRecordSize;
        this.maxBatchBytes = maxBatchBytes;
    }

    /** The largest record that may be written, in bytes. */
    public int maxRecordSize() {
        return this.maxRecordSize;
    }

    /**
     * Stored form of a record, checked.
     *
     * @throws InvalidContentException when it cannot be stored
     */
    public byte[] write(Record record) {
        Checks.notNull("record", record);
        return LimitedOutput.collect(this.maxRecordSize, writer -> writer.write(record));
    }

    /**
     * Stored form of free-form values, checked.
     *
     * @throws InvalidContentException when they cannot be stored
     */
    public byte[] write(Map<String, ? extends @Nullable Object> values) {
        Map<String, @Nullable Object> copy = FreeForm.copy(Checks.notNull("values", values));
        return LimitedOutput.collect(this.maxRecordSize, writer -> writer.writeFreeForm(copy));
    }

    /**
     * A record from its stored form.
     *
     * @throws StoreException when it cannot be read
     */
    public <T extends Record> T read(byte[] json, Class<T> type) {
        return RecordReader.read(Checks.notNull("json", json), Checks.notNull("type", type));
    }

    /**
     * An event from its stored form, with the index that the store keeps beside it.
     *
     * @throws StoreException when it cannot be read
     */
    public RoomEvent readEvent(byte[] json, long index) {
        return RecordReader.readEvent(Checks.notNull("json", json), index);
    }

    /**
     * A room from its stored form, with the values that the store keeps beside it.
     *
     * @throws StoreException when it cannot be read
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
            throw new StoreException("Stored Room cannot be read");
        }
    }

    /**
     * Stored form of an event, checked, and what makes two appends of an event the same: SHA-256 over the canonical JSON
     * of type, source channel and content, with names sorted by code point, numbers without exponents and nothing between
     * the tokens.
     *
     * @throws InvalidContentException when it cannot be stored
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
     * Stored forms of the events of a batch, in their order, each as by {@link #writeEvent}.
     *
     * @throws InvalidContentException when one cannot be stored
     * @throws IllegalArgumentException when they have more than 64 MiB together, or more than the largest record where
     *     that may be larger
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
     * The stored form of an event and the hash of its payload.
     *
     * @param json in UTF-8
     * @param payloadHash 32 bytes; see {@link #writeEvent}
     */
    public record EventJson(byte[] json, byte[] payloadHash) {}

    /** The names under which a record's components are stored, those included that the store keeps beside it. */
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
