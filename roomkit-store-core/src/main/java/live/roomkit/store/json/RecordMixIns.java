package live.roomkit.store.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

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

    /** Refuses a place without degrees, which would otherwise become the place at zero degrees. */
    abstract static class Location {

        @JsonProperty(required = true)
        @JsonSetter(nulls = Nulls.FAIL)
        abstract double latitude();

        @JsonProperty(required = true)
        @JsonSetter(nulls = Nulls.FAIL)
        abstract double longitude();
    }
}
