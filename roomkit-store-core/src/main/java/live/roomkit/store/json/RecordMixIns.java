package live.roomkit.store.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import live.roomkit.internal.Defaults;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/** What Jackson has to know about records beyond their components. */
final class RecordMixIns {

    /**
     * The name under which an event's index would be read. No stored field has it, so that an index inside the stored
     * form, which another writer may leave there, counts for nothing.
     */
    private static final String INDEX = "@index";

    private RecordMixIns() {}

    /** The index comes from beside the record. */
    abstract static class Event {

        @JsonProperty(INDEX)
        abstract long index();
    }

    /** Indices that were never given are -1. */
    abstract static class RoomCounters {

        @JsonDeserialize(using = IndexDeserializer.class)
        abstract long latestIndex();

        @JsonDeserialize(using = IndexDeserializer.class)
        abstract long deliveredIndex();
    }

    /** An observation that names no confidence has all of it. */
    abstract static class Confidence {

        @JsonDeserialize(using = ConfidenceDeserializer.class)
        abstract double confidence();
    }

    /** A place without its degrees is no place, rather than the one at zero. */
    abstract static class Location {

        @JsonProperty(required = true)
        @JsonSetter(nulls = Nulls.FAIL)
        abstract double latitude();

        @JsonProperty(required = true)
        @JsonSetter(nulls = Nulls.FAIL)
        abstract double longitude();
    }

    /** Reads a primitive, or a default where there is none. */
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
