package live.roomkit.internal.protection;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.internal.Instants;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * One line of an export: a record as JSON, and the column values that are not part of this JSON.
 *
 * @param columns the column values, in the order in which the line contains them
 * @param data the record as canonical JSON, or {@code null} when the kind of record has no JSON
 */
public record ExportLine(RecordKind kind, Map<String, @Nullable Object> columns, byte @Nullable [] data) {

    static final String KIND = "kind";

    static final String DATA = "data";

    static final String INDEX = "index";

    static final String PAYLOAD_HASH = "payload_hash";

    static final String NEXT_INDEX = "next_index";

    static final String DELIVERED_INDEX = "delivered_index";

    static final String LAST_ACTIVITY_AT = "last_activity_at";

    static final String METADATA_OMITTED = "metadata_omitted";

    static final String ROOM_ID = "room_id";

    static final String CHANNEL_ID = "channel_id";

    static final String EVENT_INDEX = "event_index";

    static final String ID = "id";

    static final String INTO_ID = "into_id";

    static final String FROM_ID = "from_id";

    static final String MERGED_AT = "merged_at";

    static final String REASON = "reason";

    private static final RecordJson COLUMNS_JSON = new RecordJson(Integer.MAX_VALUE);

    private static final byte[] BEFORE_DATA = ",\"data\":".getBytes(StandardCharsets.US_ASCII);

    /** Returns a line without column values. */
    public static ExportLine of(RecordKind kind, byte[] data) {
        return new ExportLine(kind, Map.of(), RecordJson.canonical(data));
    }

    public static ExportLine room(byte[] data, long nextIndex, long deliveredIndex, @Nullable Instant lastActivityAt) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put(NEXT_INDEX, nextIndex);
        columns.put(DELIVERED_INDEX, deliveredIndex);
        if (lastActivityAt != null) {
            columns.put(LAST_ACTIVITY_AT, Instants.format(lastActivityAt));
        }
        return new ExportLine(RecordKind.ROOM, columns, RecordJson.canonical(data));
    }

    /** Returns a line for an event. {@code payloadHash} is {@code null} when the event was erased. */
    public static ExportLine event(byte[] data, long index, byte @Nullable [] payloadHash) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put(INDEX, index);
        if (payloadHash != null) {
            columns.put(PAYLOAD_HASH, HexFormat.of().formatHex(payloadHash));
        }
        return new ExportLine(RecordKind.EVENT, columns, RecordJson.canonical(data));
    }

    public static ExportLine identityMerge(IdentityMerge merge) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put(ID, merge.id());
        columns.put(INTO_ID, merge.intoId());
        columns.put(FROM_ID, merge.fromId());
        columns.put(MERGED_AT, Instants.format(merge.mergedAt()));
        if (merge.reason() != null) {
            columns.put(REASON, merge.reason());
        }
        return new ExportLine(RecordKind.IDENTITY_MERGE, columns, null);
    }

    public static ExportLine readMarker(String roomId, String channelId, long eventIndex) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put(ROOM_ID, roomId);
        columns.put(CHANNEL_ID, channelId);
        columns.put(EVENT_INDEX, eventIndex);
        return new ExportLine(RecordKind.READ_MARKER, columns, null);
    }

    /**
     * Returns this line without the metadata of its record. A column value of the returned line marks that the metadata
     * is omitted.
     */
    public ExportLine withoutMetadata() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(RecordJson.readValues(requireData()));
        values.put("metadata", Map.of());
        Map<String, @Nullable Object> marked = new LinkedHashMap<>(this.columns);
        marked.put(METADATA_OMITTED, true);
        return new ExportLine(this.kind, marked, RecordJson.canonical(COLUMNS_JSON.writeRecord(values)));
    }

    public String text(String name) {
        return (String) Objects.requireNonNull(this.columns.get(name));
    }

    public long number(String name) {
        return ((Number) Objects.requireNonNull(this.columns.get(name))).longValue();
    }

    /** Returns the hash of an event's payload, or {@code null} when the event was erased. */
    public byte @Nullable [] payloadHash() {
        Object hex = this.columns.get(PAYLOAD_HASH);
        return (hex != null) ? HexFormat.of().parseHex((String) hex) : null;
    }

    public byte[] requireData() {
        return Objects.requireNonNull(this.data);
    }

    /**
     * Tells whether this line contains the same record as {@code stored}, the line of a record in the store. For a
     * room, the column values are not compared, because appends and deliveries change them. When the export has
     * omitted the metadata of this line, the metadata of {@code stored} is ignored.
     */
    public boolean sameAs(ExportLine stored) {
        ExportLine other = this.columns.containsKey(METADATA_OMITTED) ? stored.withoutMetadata() : stored;
        return Arrays.equals(this.data, other.data)
                && (this.kind == RecordKind.ROOM || this.columns.equals(other.columns));
    }

    /** Returns this line in UTF-8, with the line separator. */
    byte[] toBytes() {
        Map<String, @Nullable Object> start = new LinkedHashMap<>();
        start.put(KIND, this.kind.kindName());
        start.putAll(this.columns);
        byte[] object = COLUMNS_JSON.write(start);
        ByteArrayOutputStream line =
                new ByteArrayOutputStream(object.length + 16 + ((this.data != null) ? this.data.length : 0));
        line.write(object, 0, object.length - 1);
        if (this.data != null) {
            line.writeBytes(BEFORE_DATA);
            line.writeBytes(this.data);
        }
        line.write('}');
        line.write('\n');
        return line.toByteArray();
    }
}
