package live.roomkit.store.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import live.roomkit.internal.Defaults;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/** Instructions for Jackson that the records themselves do not contain. */
final class RecordMixIns {

    /**
     * Name under which an event's index would be read. No stored field has this name. The mapping therefore ignores an
     * index inside the stored form, where another writer may leave one.
     */
    private static final String INDEX = "@index";

    private RecordMixIns() {}

    /** Keeps Jackson from reading the index, which is stored beside the record. */
    abstract static class Event {

        @JsonProperty(INDEX)
        abstract long index();
    }

    /** Reads the indices of a room as -1 when they were never assigned. */
    abstract static class RoomCounters {

        @JsonDeserialize(using = IndexDeserializer.class)
        abstract long latestIndex();

        @JsonDeserialize(using = IndexDeserializer.class)
        abstract long deliveredIndex();
    }

    /** Reads the confidence of an observation as 1 when none is given. */
    abstract static class Confidence {

        @JsonDeserialize(using = ConfidenceDeserializer.class)
        abstract double confidence();
    }

    /** Refuses a place without degrees, which would otherwise become the place at zero degrees. */
    abstract static class Location {

        @JsonProperty(required = true)
        @JsonSetter(nulls = Nulls.FAIL)
        abstract double latitude();

        @JsonProperty(required = true)
        @JsonSetter(nulls = Nulls.FAIL)
        abstract double longitude();
    }

    /** Reads a primitive, or its default when the JSON contains none. */
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
