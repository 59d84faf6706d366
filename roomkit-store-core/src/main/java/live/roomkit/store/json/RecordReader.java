package live.roomkit.store.json;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.EventContent;
import live.roomkit.content.LocationContent;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Instants;
import live.roomkit.room.Room;
import live.roomkit.store.StoreException;
import live.roomkit.task.Observation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleDeserializers;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads records from JSON.
 *
 * <p>The reader first reads a record strictly, with {@link RecordDecoder}. When strict reading fails, the reader reads
 * the record again, leniently. Lenient reading accepts a JSON number where text is expected, and text where a number is
 * expected. Lenient reading also turns content that cannot be read into {@link live.roomkit.content.UnknownContent}.
 * When lenient reading fails too, for example because the constructor of the record refuses an empty text, the reader
 * reads the record a third time. In the third reading, empty texts in nullable components become {@code null}. Programs
 * that do not use this library may write an empty text for a missing value.
 */
final class RecordReader {

    /** Maximum length of a number in characters, slightly more than the longest number that PostgreSQL writes. */
    private static final int MAX_NUMBER_CHARACTERS = 150_000;

    private static final JsonFactory FACTORY = factory();

    private static final JsonMapper PATIENT = mapper();

    private static final JsonMapper LENIENT =
            PATIENT.rebuild().annotationIntrospector(new EmptyTexts()).build();

    private static final ClassValue<ObjectReader> PATIENT_READERS = readers(PATIENT);

    private static final ClassValue<ObjectReader> LENIENT_READERS = readers(LENIENT);

    private RecordReader() {}

    static <T extends Record> T read(byte[] json, Class<T> type) {
        try {
            return readStrictly(json, type);
        } catch (RuntimeException e) {
            return readPatiently(json, type);
        }
    }

    /** Reads an event and sets the given index, which a store keeps outside the JSON. */
    static RoomEvent readEvent(byte[] json, long index) {
        try {
            return readEventStrictly(json, index);
        } catch (RuntimeException e) {
            return readPatiently(json, RoomEvent.class).toBuilder().index(index).build();
        }
    }

    /** Reads a record. Throws an exception when the JSON has another format than {@link RecordWriter} writes. */
    static <T extends Record> T readStrictly(byte[] json, Class<T> type) {
        if (type == RoomEvent.class) {
            return type.cast(readEventStrictly(json, 0));
        }
        try (JsonParser parser = parser(json)) {
            return whole(parser, type.cast(RecordDecoder.of(type).read(parser)));
        }
    }

    /** Reads a JSON object as free-form values. */
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> readValues(byte[] json) {
        try (JsonParser parser = parser(json)) {
            RecordDecoder.require(parser.hasToken(JsonToken.START_OBJECT), "must be an object");
            return whole(
                    parser, (Map<String, @Nullable Object>) Objects.requireNonNull(FreeFormDeserializer.read(parser)));
        } catch (RuntimeException e) {
            throw new StoreException("The text is not one JSON object");
        }
    }

    /** Reads content strictly. */
    static EventContent readContent(byte[] json) {
        try (JsonParser parser = parser(json)) {
            return whole(parser, RecordDecoder.readContent(parser));
        }
    }

    private static RoomEvent readEventStrictly(byte[] json, long index) {
        try (JsonParser parser = parser(json)) {
            return whole(parser, RecordDecoder.readEvent(parser, index));
        }
    }

    private static <T> T whole(JsonParser parser, T value) {
        RecordDecoder.require(parser.nextToken() == null, "must be followed by nothing");
        return value;
    }

    private static JsonParser parser(byte[] json) {
        JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json);
        parser.nextToken();
        return parser;
    }

    private static <T extends Record> T readPatiently(byte[] json, Class<T> type) {
        try {
            return read(json, type, PATIENT_READERS);
        } catch (RuntimeException refused) {
            try {
                return read(json, type, LENIENT_READERS);
            } catch (RuntimeException e) {
                throw new StoreException("Stored " + type.getSimpleName() + " cannot be read: " + ReadProblem.of(e));
            }
        }
    }

    private static <T extends Record> T read(byte[] json, Class<T> type, ClassValue<ObjectReader> readers) {
        T record = readers.get(type).readValue(json);
        return Checks.notNull("record", record);
    }

    private static ClassValue<ObjectReader> readers(JsonMapper mapper) {
        return new ClassValue<>() {

            @Override
            protected ObjectReader computeValue(Class<?> type) {
                return mapper.readerFor(type);
            }
        };
    }

    private static JsonMapper mapper() {
        return JsonMapper.builder(factory())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .addMixIn(RoomEvent.class, RecordMixIns.Event.class)
                .addMixIn(LocationContent.class, RecordMixIns.Location.class)
                .addMixIn(Observation.class, RecordMixIns.Confidence.class)
                .addMixIn(Room.class, RecordMixIns.RoomCounters.class)
                .addModule(module())
                .build();
    }

    private static JsonFactory factory() {
        return JsonFactory.builder()
                .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
                .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(Integer.MAX_VALUE)
                        .maxNumberLength(MAX_NUMBER_CHARACTERS)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    private static SimpleModule module() {
        SimpleModule module = new SimpleModule("roomkit");
        module.setDeserializers(new EnumDeserializers());
        module.addDeserializer(EventContent.class, new PatientContentDeserializer());
        module.addDeserializer(Object.class, new FreeFormDeserializer());
        module.addDeserializer(Instant.class, new TextDeserializer<>(Instant.class, Instants::parse));
        module.addDeserializer(EventType.class, new TextDeserializer<>(EventType.class, EventType::of));
        module.addDeserializer(ChannelType.class, new TextDeserializer<>(ChannelType.class, ChannelType::of));
        module.addKeyDeserializer(ChannelType.class, new ChannelTypeKeyDeserializer());
        return module;
    }

    /** Makes Jackson read enum constants by their stored names, see {@link EnumNames}. */
    private static final class EnumDeserializers extends SimpleDeserializers {

        private static final long serialVersionUID = 1L;

        @Override
        public ValueDeserializer<?> findEnumDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription.Supplier description) {
            Class<?> enumType = type.getRawClass();
            return new TextDeserializer<>(enumType, EnumNames.of(enumType)::constant);
        }
    }

    private static final class ChannelTypeKeyDeserializer extends KeyDeserializer {

        @Override
        public @Nullable Object deserializeKey(String key, DeserializationContext context) {
            return ChannelType.of(key);
        }
    }
}
