package live.roomkit.store.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

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

    /** A place without its degrees is no place, rather than the one at zero. */
    abstract static class Location {

        @JsonProperty(required = true)
        @JsonSetter(nulls = Nulls.FAIL)
        abstract double latitude();

        @JsonProperty(required = true)
        @JsonSetter(nulls = Nulls.FAIL)
        abstract double longitude();
    }
}
