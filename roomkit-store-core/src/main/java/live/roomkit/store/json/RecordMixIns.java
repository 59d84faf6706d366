package live.roomkit.store.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import live.roomkit.internal.Defaults;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/** Jackson mix-ins for RoomKit's records. The records themselves have no Jackson annotations. */
final class RecordMixIns {

    /**
     * JSON name under which Jackson looks for an event's index. No stored field has this name, so Jackson does
     * not read an index from the JSON.
     */
    private static final String INDEX = "@index";

    private RecordMixIns() {}

    /** Prevents Jackson from reading the index of an event from the JSON. */
    abstract static class Event {

        @JsonProperty(INDEX)
        abstract long index();
    }

    /** Reads the latest index and the delivered index of a room as -1 when they are missing in the JSON. */
    abstract static class RoomCounters {

        @JsonDeserialize(using = IndexDeserializer.class)
        abstract long latestIndex();

        @JsonDeserialize(using = IndexDeserializer.class)
        abstract long deliveredIndex();
    }

    /** Reads the confidence of an observation as 1 when it is missing in the JSON. */
    abstract static class Confidence {

        @JsonDeserialize(using = ConfidenceDeserializer.class)
        abstract double confidence();
    }

    /**
     * Rejects a location without a latitude or without a longitude. Jackson would otherwise read the missing number as
     * 0.
     */
    abstract static class Location {

        @JsonProperty(required = true)
        @JsonSetter(nulls = Nulls.FAIL)
        abstract double latitude();

        @JsonProperty(required = true)
        @JsonSetter(nulls = Nulls.FAIL)
        abstract double longitude();
    }

    /** Reads a value of a primitive type. Returns a default value when the JSON does not contain a value. */
    private abstract static class DefaultingDeserializer<T> extends ValueDeserializer<T> {

        private final Class<T> type;

        private final T absent;

        DefaultingDeserializer(Class<T> type, T absent) {
            this.type = type;
            this.absent = absent;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) {
            return context.readValue(json, this.type);
        }

        @Override
        public T getNullValue(DeserializationContext context) {
            return this.absent;
        }
    }

    static final class IndexDeserializer extends DefaultingDeserializer<Long> {

        IndexDeserializer() {
            super(Long.class, Defaults.INDEX);
        }
    }

    static final class ConfidenceDeserializer extends DefaultingDeserializer<Double> {

        ConfidenceDeserializer() {
            super(Double.class, Defaults.CONFIDENCE);
        }
    }
}
