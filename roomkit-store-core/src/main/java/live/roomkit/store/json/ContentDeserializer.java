package live.roomkit.store.json;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import live.roomkit.content.EventContent;
import live.roomkit.content.UnknownContent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.JsonParserSequence;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Reads content straight into its record. Only what stands before the {@code type} is set aside, which in PostgreSQL's
 * order of names is little. Whatever is unusual is refused, for {@link PatientContentDeserializer} to read.
 */
final class ContentDeserializer extends StdDeserializer<EventContent> {

    private final Map<Class<?>, ValueDeserializer<?>> deserializers = new ConcurrentHashMap<>();

    ContentDeserializer() {
        super(EventContent.class);
    }

    @Override
    public EventContent getNullValue(DeserializationContext context) {
        return new UnknownContent(null);
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
        return null;
    }

    @Override
    public EventContent deserialize(JsonParser json, DeserializationContext context) {
        if (!json.hasToken(JsonToken.START_OBJECT)
                || json.streamReadContext().getNestingDepth() > RecordWriter.MAX_LEVELS) {
            return refuse(context);
        }
        TokenBuffer before = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            if (name.equals(ContentKinds.TYPE)) {
                return deserialize(json, before, context);
            }
            if (ContentKinds.NESTED.contains(name)) {
                return refuse(context);
            }
            before = (before != null) ? before : context.bufferForInputBuffering(json);
            before.writeName(name);
            before.copyCurrentStructure(json);
        }
        return refuse(context);
    }

    private EventContent deserialize(JsonParser json, @Nullable TokenBuffer before, DeserializationContext context) {
        Class<? extends EventContent> kind =
                json.hasToken(JsonToken.VALUE_STRING) ? ContentKinds.of(json.getString()) : null;
        if (kind == null) {
            return refuse(context);
        }
        JsonParser rest = json;
        if (before != null) {
            json.clearCurrentToken();
            rest = JsonParserSequence.createFlattened(false, before.asParser(context, json), json);
        }
        rest.nextToken();
        return (EventContent) deserializer(kind, context).deserialize(rest, context);
    }

    private ValueDeserializer<?> deserializer(Class<?> kind, DeserializationContext context) {
        ValueDeserializer<?> known = this.deserializers.get(kind);
        if (known == null) {
            known = context.findRootValueDeserializer(context.constructType(kind));
            this.deserializers.put(kind, known);
        }
        return known;
    }

    private EventContent refuse(DeserializationContext context) {
        return context.reportInputMismatch(this, "no content of a known kind");
    }
}
