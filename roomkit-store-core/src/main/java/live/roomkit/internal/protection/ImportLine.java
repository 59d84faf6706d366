package live.roomkit.internal.protection;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Instants;
import live.roomkit.participant.Participant;
import live.roomkit.protection.ImportFormatException;
import live.roomkit.room.Room;
import live.roomkit.store.StoreException;
import live.roomkit.store.json.RecordJson;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Contains a record to import, with the line from which it was read.
 *
 * @param number the number of the line, counted from 1
 * @param line the values of the line, which have been checked and can be stored
 * @param record the record that the line describes; {@code null} for a read marker, which has no record
 */
public record ImportLine(
        long number, ExportLine line, @Nullable Record record) {

    private static final int HASH_BYTES = 32;

    public <T extends Record> T as(Class<T> type) {
        return type.cast(Objects.requireNonNull(this.record));
    }

    /** Returns the id of the record's room, or {@code null} for an identity and for a merge of identities. */
    @Nullable
    String roomId() {
        return switch (this.line.kind()) {
            case IDENTITY, IDENTITY_MERGE -> null;
            case ROOM -> as(Room.class).id();
            case BINDING -> as(ChannelBinding.class).roomId();
            case PARTICIPANT -> as(Participant.class).roomId();
            case EVENT -> as(RoomEvent.class).roomId();
            case TASK -> as(Task.class).roomId();
            case OBSERVATION -> as(Observation.class).roomId();
            case READ_MARKER -> this.line.text(ExportLine.ROOM_ID);
        };
    }

    /** Returns the size of the record's JSON in bytes. */
    int size() {
        byte[] data = this.line.data();
        return (data != null) ? data.length : 0;
    }

    /**
     * Creates a record to import from the values of a line.
     *
     * @throws ImportFormatException when the kind of record in the line is unknown to this version of RoomKit
     * @throws StoreException when the record cannot be stored; the message says why
     * @throws IllegalArgumentException when a column value is missing or invalid; the message names the column
     */
    static ImportLine of(long number, Map<String, @Nullable Object> values, RecordJson json) {
        RecordKind kind = RecordKind.of(values.get(ExportLine.KIND))
                .orElseThrow(() -> new ImportFormatException(
                        number, "has a kind that this version of RoomKit does not know, or none"));
        Columns columns = new Columns(values);
        if (kind == RecordKind.READ_MARKER) {
            return new ImportLine(
                    number,
                    ExportLine.readMarker(
                            Checks.id(ExportLine.ROOM_ID, columns.text(ExportLine.ROOM_ID)),
                            Checks.id(ExportLine.CHANNEL_ID, columns.text(ExportLine.CHANNEL_ID)),
                            Checks.index(ExportLine.EVENT_INDEX, columns.number(ExportLine.EVENT_INDEX))),
                    null);
        }
        if (kind == RecordKind.IDENTITY_MERGE) {
            IdentityMerge merge = new IdentityMerge(
                    columns.text(ExportLine.ID),
                    columns.text(ExportLine.INTO_ID),
                    columns.text(ExportLine.FROM_ID),
                    Checks.notNull(ExportLine.MERGED_AT, columns.optionalInstant(ExportLine.MERGED_AT)),
                    columns.optionalText(ExportLine.REASON));
            return new ImportLine(number, ExportLine.identityMerge(merge), merge);
        }
        byte[] data = json.writeRecord(columns.data());
        ImportLine line = switch (kind) {
            case ROOM -> room(number, data, columns, json);
            case EVENT -> event(number, data, columns, json);
            default ->
                new ImportLine(number, ExportLine.of(kind, data), json.read(data, Objects.requireNonNull(kind.type())));
        };
        json.write(line.as(Record.class));
        columns.requireChosen(kind);
        return line;
    }

    private static ImportLine room(long number, byte[] data, Columns columns, RecordJson json) {
        long nextIndex = columns.number(ExportLine.NEXT_INDEX);
        long deliveredIndex = columns.number(ExportLine.DELIVERED_INDEX);
        Instant lastActivityAt = columns.optionalInstant(ExportLine.LAST_ACTIVITY_AT);
        Checks.check(nextIndex >= 0 && nextIndex <= Checks.MAX_INDEX + 1, "next_index must be an index");
        Checks.check(deliveredIndex >= -1 && deliveredIndex <= Checks.MAX_INDEX, "delivered_index must be an index");
        ExportLine whole = ExportLine.room(data, nextIndex, deliveredIndex, lastActivityAt);
        ExportLine line = columns.flag(ExportLine.METADATA_OMITTED) ? whole.withoutMetadata() : whole;
        return new ImportLine(
                number, line, json.readRoom(line.requireData(), 0, nextIndex - 1, deliveredIndex, lastActivityAt));
    }

    private static ImportLine event(long number, byte[] data, Columns columns, RecordJson json) {
        long index = Checks.index(ExportLine.INDEX, columns.number(ExportLine.INDEX));
        return new ImportLine(
                number, ExportLine.event(data, index, columns.optionalHash()), json.readEvent(data, index));
    }

    /**
     * Reads the column values of a line. When a value is missing or invalid, throws an exception that names the column.
     */
    private record Columns(Map<String, @Nullable Object> values) {

        private String text(String name) {
            Object value = this.values.get(name);
            Checks.check(value instanceof String, name + " must be text");
            return (String) Objects.requireNonNull(value);
        }

        private @Nullable String optionalText(String name) {
            return (this.values.get(name) != null) ? text(name) : null;
        }

        private long number(String name) {
            Object value = this.values.get(name);
            Checks.check(value instanceof Integer || value instanceof Long, name + " must be an integer");
            return ((Number) Objects.requireNonNull(value)).longValue();
        }

        private boolean flag(String name) {
            Object value = this.values.get(name);
            Checks.check(value == null || value instanceof Boolean, name + " must be true or false");
            return Boolean.TRUE.equals(value);
        }

        private @Nullable Instant optionalInstant(String name) {
            try {
                return Checks.optionalInstant(
                        name, (this.values.get(name) != null) ? Instants.parse(text(name)) : null);
            } catch (DateTimeException ex) {
                throw new IllegalArgumentException(name + " must be a time in ISO-8601");
            }
        }

        private byte @Nullable [] optionalHash() {
            if (this.values.get(ExportLine.PAYLOAD_HASH) == null) {
                return null;
            }
            String hex = text(ExportLine.PAYLOAD_HASH);
            Checks.check(
                    hex.matches("[0-9a-f]{" + 2 * HASH_BYTES + "}"),
                    ExportLine.PAYLOAD_HASH + " must be 64 hexadecimal digits");
            return HexFormat.of().parseHex(hex);
        }

        @SuppressWarnings("unchecked")
        private Map<String, @Nullable Object> data() {
            Object value = this.values.get(ExportLine.DATA);
            Checks.check(value instanceof Map, ExportLine.DATA + " must be an object");
            return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
        }

        /**
         * Refuses a record without one of the components that {@link RecordKind#chosen} names, such as the creation
         * time. Without this check, each import would choose another value for the missing component. So a repeated
         * import would refuse the record instead of counting it as unchanged.
         */
        private void requireChosen(RecordKind kind) {
            for (String name : kind.chosen()) {
                Checks.check(
                        data().get(name) != null,
                        ExportLine.DATA + '.' + name + " is missing: add the value that the record had");
            }
        }
    }
}
