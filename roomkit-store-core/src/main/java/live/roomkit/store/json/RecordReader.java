package live.roomkit.store.json;

import java.time.Instant;
import java.util.function.Consumer;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.EventContent;
import live.roomkit.content.LocationContent;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.Instants;
import live.roomkit.store.StoreException;
import org.jspecify.annotations.Nullable;
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
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleDeserializers;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads records from JSON.
 *
 * <p>A record is read strictly first, straight into the record. Only when that fails is it read again with patience:
 * numbers may stand for text and the other way round, and content goes through free-form values, so that what cannot be
 * read of it is kept as {@link live.roomkit.content.UnknownContent}.
 */
final class RecordReader {

    /** The longest number that PostgreSQL writes, and a little more. */
    private static final int MAX_NUMBER_CHARACTERS = 150_000;

    private static final RecordReader STRICT =
            new RecordReader(mapper(new ContentDeserializer(), RecordReader::strict));

    private static final RecordReader PATIENT =
            new RecordReader(mapper(new PatientContentDeserializer(), builder -> {}));

    private final ClassValue<ObjectReader> readers;

    private RecordReader(JsonMapper mapper) {
        this.readers = new ClassValue<>() {

            @Override
            protected ObjectReader computeValue(Class<?> type) {
                return mapper.readerFor(type);
            }
        };
    }

    /** A record of that type, whatever its content. */
    static <T extends Record> T read(byte[] json, Class<T> type) {
        try {
            return readStrictly(json, type);
        } catch (RuntimeException e) {
            return readPatiently(json, type);
        }
    }

    /** A record of that type, or the exception that says why not. */
    static <T extends Record> T readStrictly(byte[] json, Class<T> type) {
        return STRICT.readValue(json, type);
    }

    private static <T extends Record> T readPatiently(byte[] json, Class<T> type) {
        try {
            return PATIENT.readValue(json, type);
        } catch (RuntimeException e) {
            throw new StoreException("Stored " + type.getSimpleName() + " cannot be read");
        }
    }

    private <T extends Record> T readValue(byte[] json, Class<T> type) {
        T record = this.readers.get(type).readValue(json);
        if (record == null) {
            throw new IllegalArgumentException("null is no record");
        }
        return record;
    }

    private static JsonMapper mapper(ValueDeserializer<EventContent> content, Consumer<JsonMapper.Builder> settings) {
        JsonMapper.Builder builder = JsonMapper.builder(factory())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .addMixIn(RoomEvent.class, RecordMixIns.Event.class)
                .addMixIn(LocationContent.class, RecordMixIns.Location.class)
                .addModule(module(content));
        settings.accept(builder);
        return builder.build();
    }

    private static void strict(JsonMapper.Builder builder) {
        builder.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
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

    private static SimpleModule module(ValueDeserializer<EventContent> content) {
        SimpleModule module = new SimpleModule("roomkit");
        module.setDeserializers(new EnumDeserializers());
        module.addDeserializer(EventContent.class, content);
        module.addDeserializer(Object.class, new FreeFormDeserializer());
        module.addDeserializer(Instant.class, new TextDeserializer<>(Instant.class, Instants::parse));
        module.addDeserializer(EventType.class, new TextDeserializer<>(EventType.class, EventType::of));
        module.addDeserializer(ChannelType.class, new TextDeserializer<>(ChannelType.class, ChannelType::of));
        module.addKeyDeserializer(ChannelType.class, new ChannelTypeKeyDeserializer());
        return module;
    }

    /** Reads every enum by {@link EnumNames}. */
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
