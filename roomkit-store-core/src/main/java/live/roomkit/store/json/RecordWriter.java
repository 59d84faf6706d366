package live.roomkit.store.json;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.UnknownContent;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.FreeForm;
import live.roomkit.internal.Instants;
import live.roomkit.internal.Unicode;
import live.roomkit.store.InvalidContentException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteCapability;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.io.NumberOutput;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Writes one record as JSON and checks every value. Throws an exception for text that PostgreSQL cannot store, for
 * values of unsupported types, for numbers with too many digits, and for values that are nested too deeply. The
 * exception contains a JSON pointer to the value. Content and free-form values can also be written as canonical JSON,
 * in which the names are sorted, so that equal values result in equal bytes.
 */
final class RecordWriter {

    /**
     * Maximum nesting depth of the JSON of a record. Content can contain other content, and the innermost content can
     * contain a free-form value. This maximum is high enough for contents and a free-form value that are nested as
     * deeply as RoomKit allows.
     */
    static final int MAX_LEVELS = FreeForm.MAX_DEPTH + 28;

    private static final String CONTENT = "content";

    private static final int MAX_NAME_CHARACTERS = 1_000;

    /**
     * Maximum number of bits of a number. Every number with {@link FreeForm#MAX_DIGITS} digits has fewer bits than this
     * maximum. A number with more bits is rejected without counting its digits.
     */
    private static final int MAX_BITS = FreeForm.MAX_DIGITS * 10 / 3;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES, JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8, JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build();

    private final JsonGenerator json;

    private final boolean whole;

    private boolean canonical;

    private RecordWriter(JsonGenerator json, boolean whole) {
        this.json = json;
        this.whole = whole;
    }

    /**
     * Calls the given function with a writer for the output. After an exception, the output contains incomplete JSON.
     */
    static void write(OutputStream output, Consumer<RecordWriter> content) {
        JsonGenerator json = FACTORY.createGenerator(output);
        content.accept(new RecordWriter(json, false));
        json.close();
    }

    /**
     * Writes a value, including components that a store keeps separately, into JSON that the caller has begun. Also
     * writes enum constants, such as {@code UNKNOWN}, that stand for values of a newer version of RoomKit, see
     * {@link EnumNames}.
     */
    static void writeWhole(JsonGenerator json, Object value) {
        new RecordWriter(json, true).write(value);
    }

    /**
     * Writes an event, with its content as canonical JSON.
     *
     * @param output the output to which this writer writes
     * @param content a function that receives the positions in the output at which the content begins and ends
     */
    void writeEvent(RoomEvent event, LimitedOutput output, Range content) {
        this.json.writeStartObject();
        for (RecordShape.Property property : RecordShape.of(RoomEvent.class).properties(false)) {
            Object value = property.valueIn(event);
            if (property.name().getValue().equals(CONTENT)) {
                this.json.writeName(property.name());
                this.json.flush();
                int colon = output.size();
                this.canonical = true;
                write(event.content());
                this.canonical = false;
                this.json.flush();
                content.is(colon + 1, output.size());
            } else if (value != null) {
                this.json.writeName(property.name());
                writeComponent(property, value);
            }
        }
        this.json.writeEndObject();
    }

    /**
     * Writes the id of the source channel and the type of an event. The payload hash covers these values and the
     * content.
     */
    void writePayloadAfterContent(RoomEvent event) {
        this.json.writeStartObject();
        this.json.writeName("source");
        this.json.writeStartObject();
        writeProperty("channel_id", event.source().channelId());
        this.json.writeEndObject();
        writeProperty("type", event.type());
        this.json.writeEndObject();
    }

    /** Function that receives the positions at which a range of the written bytes begins and ends. */
    interface Range {

        void is(int from, int to);
    }

    private void writeProperty(String name, Object value) {
        this.json.writeName(name);
        write(value);
    }

    /** Writes a record, or a value of a record component. */
    void write(Object value) {
        if (value instanceof EventType type) {
            writeText(type.value());
        } else if (value instanceof ChannelType type) {
            writeText(type.value());
        } else if (value instanceof UnknownContent unknown) {
            writeUnknown(unknown);
        } else if (value instanceof Record component) {
            writeRecord(component);
        } else if (value instanceof Enum<?> constant) {
            writeEnum(constant);
        } else if (value instanceof Instant instant) {
            this.json.writeString(Instants.format(instant));
        } else if (value instanceof Double number) {
            writeDouble(number);
        } else if (value instanceof List<?> list) {
            writeTypedList(list);
        } else {
            writeFreeForm(value);
        }
    }

    /**
     * Writes {@link UnknownContent}. Fails when a reader would read the written JSON as content of a known kind. This
     * check runs after writing. Content above the size limit is refused during writing, before this check.
     */
    private void writeUnknown(UnknownContent unknown) {
        writeFreeForm(unknown.json());
        if (!PatientContentDeserializer.isUnknown(unknown.json())) {
            throw refused("must not be UnknownContent with a known type: use the record for that type");
        }
    }

    private void writeRecord(Record record) {
        checkLevels();
        this.json.writeStartObject();
        RecordShape shape = RecordShape.of(record.getClass());
        for (RecordShape.Property property : this.whole ? shape.wholeProperties() : shape.properties(this.canonical)) {
            Object value = property.valueIn(record);
            if (value != null) {
                this.json.writeName(property.name());
                writeComponent(property, value);
            }
        }
        this.json.writeEndObject();
    }

    private void writeComponent(RecordShape.Property property, Object value) {
        if (property.freeForm()) {
            writeFreeForm(value);
        } else {
            write(value);
        }
    }

    /**
     * Writes a double as its shortest decimal text. Calls Jackson instead of {@code Double.toString}, because
     * {@code Double.toString} sometimes returns a longer text before Java 19.
     */
    private void writeDouble(double number) {
        writeDecimal(new BigDecimal(NumberOutput.toString(number, true)));
    }

    private void writeTypedList(List<?> list) {
        checkLevels();
        this.json.writeStartArray();
        list.forEach(this::write);
        this.json.writeEndArray();
    }

    private void writeEnum(Enum<?> constant) {
        EnumNames names = EnumNames.of(constant.getDeclaringClass());
        if (names.isPlaceholder(constant) && !this.whole) {
            throw refused("is a value of a newer version and cannot be written");
        }
        this.json.writeString(names.nameOf(constant));
    }

    /** Writes the values of a whole record as canonical JSON. */
    void writeCanonical(Map<String, ? extends @Nullable Object> values) {
        this.canonical = true;
        writeRecordValues(values);
        this.canonical = false;
    }

    /** Writes the values of a whole record. These values may be nested deeper than free-form values. */
    void writeRecordValues(Map<String, ? extends @Nullable Object> values) {
        writeFreeForm(values, FreeForm.MAX_DEPTH - MAX_LEVELS);
    }

    /** Writes a free-form value. Fails for types other than text, boolean, {@code null}, number, list and map. */
    void writeFreeForm(@Nullable Object value) {
        writeFreeForm(value, 0);
    }

    private void writeFreeForm(@Nullable Object value, int depth) {
        if (value instanceof String text) {
            writeText(text);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(map, depth + 1);
        } else if (value instanceof List<?> list) {
            writeList(list, depth + 1);
        } else if (value instanceof Number number) {
            writeNumber(number);
        } else if (value instanceof Boolean bool) {
            this.json.writeBoolean(bool);
        } else if (value == null) {
            this.json.writeNull();
        } else {
            throw refused("must be text, a boolean, null, a number, a list or a map");
        }
    }

    private void writeMap(Map<?, ?> map, int depth) {
        checkDepth(depth);
        this.json.writeStartObject();
        if (this.canonical) {
            map.entrySet().stream()
                    .sorted((left, right) -> Unicode.compare(nameOf(left), nameOf(right)))
                    .forEach(entry -> writeEntry(entry, depth));
        } else {
            map.entrySet().forEach(entry -> writeEntry(entry, depth));
        }
        this.json.writeEndObject();
    }

    private void writeEntry(Map.Entry<?, ?> entry, int depth) {
        String name = nameOf(entry);
        if (name.length() > MAX_NAME_CHARACTERS) {
            throw refusedName(name, "must not have a name longer than " + MAX_NAME_CHARACTERS + " characters");
        }
        if (Unicode.firstUnstorable(name) >= 0) {
            throw refusedName(name, "must not have U+0000 or a lone surrogate in its name");
        }
        this.json.writeName(name);
        writeFreeForm(entry.getValue(), depth);
    }

    private static String nameOf(Map.Entry<?, ?> entry) {
        return String.valueOf(entry.getKey());
    }

    private void writeList(List<?> list, int depth) {
        checkDepth(depth);
        this.json.writeStartArray();
        for (Object element : list) {
            writeFreeForm(element, depth);
        }
        this.json.writeEndArray();
    }

    private void writeText(String text) {
        if (Unicode.firstUnstorable(text) >= 0) {
            throw refused("must not contain U+0000 or a lone surrogate");
        }
        this.json.writeString(text);
    }

    private void writeNumber(Number number) {
        if (number instanceof Integer integer) {
            this.json.writeNumber(integer.intValue());
        } else if (number instanceof Long integer) {
            this.json.writeNumber(integer.longValue());
        } else if (number instanceof BigInteger integer) {
            writeDecimal(new BigDecimal(integer));
        } else if (number instanceof BigDecimal decimal) {
            writeDecimal(decimal);
        } else if (number instanceof Double || number instanceof Float) {
            throw refused("must be finite");
        } else {
            throw refused("must be a number of another type, such as Long, Double or BigDecimal");
        }
    }

    private void writeDecimal(BigDecimal decimal) {
        if (decimal.unscaledValue().bitLength() > MAX_BITS || digits(decimal) > FreeForm.MAX_DIGITS) {
            throw refused("must not have more than " + FreeForm.MAX_DIGITS + " digits");
        }
        if (this.json.has(StreamWriteCapability.CAN_WRITE_FORMATTED_NUMBERS)) {
            this.json.writeNumber(decimal.toPlainString());
        } else {
            this.json.writeNumber(decimal);
        }
    }

    private static long digits(BigDecimal decimal) {
        long whole = Math.max(1, (long) decimal.precision() - decimal.scale());
        return whole + Math.max(0, decimal.scale());
    }

    private void checkDepth(int depth) {
        if (depth > FreeForm.MAX_DEPTH) {
            throw refused("must not be nested deeper than " + FreeForm.MAX_DEPTH);
        }
        checkLevels();
    }

    private void checkLevels() {
        if (this.json.streamWriteContext().getNestingDepth() >= MAX_LEVELS) {
            throw refused("is nested too deeply inside the record");
        }
    }

    private InvalidContentException refused(String problem) {
        return new InvalidContentException(JsonPath.of(this.json.streamWriteContext()), problem);
    }

    private InvalidContentException refusedName(String name, String problem) {
        TokenStreamContext object = this.json.streamWriteContext();
        return new InvalidContentException(JsonPath.of(object, name), problem);
    }
}
