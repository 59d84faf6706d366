package live.roomkit.store.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** Documentation of the Micrometer observations of a store. */
public enum StoreObservationDocumentation implements ObservationDocumentation {

    /** Observation of one call of a store. The call may execute several SQL statements. */
    STORE_OPERATION {

        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultStoreObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LowCardinalityKeyNames.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return HighCardinalityKeyNames.values();
        }
    };

    /** Keys of both the timer and the span. Each key has only few different values. */
    public enum LowCardinalityKeyNames implements KeyName {

        /** The name of the operation, such as {@code append_event}. */
        OPERATION("store.operation"),

        /** The main table of the operation, such as {@code events}. */
        TABLE("store.table"),

        /**
         * The outcome of a call that has ended: success, not_found, conflict, closed, invalid, too_large, timeout,
         * unavailable or error.
         */
        OUTCOME("outcome"),

        /** The first two characters of the SQLSTATE, when the database reported a failure. */
        SQLSTATE_CLASS("sqlstate.class");

        private final String key;

        LowCardinalityKeyNames(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return this.key;
        }
    }

    /**
     * Keys that only the span has: the keys of OpenTelemetry's conventions for databases, and the room id. A key
     * without a value is left out of the span.
     */
    public enum HighCardinalityKeyNames implements KeyName {

        /** The kind of database, such as {@code postgresql}. */
        DATABASE_SYSTEM("db.system.name"),

        /** The database and the schema, such as {@code chat.roomkit}. */
        DATABASE_NAMESPACE("db.namespace"),

        /** The name of the operation, such as {@code append_event}. */
        DATABASE_OPERATION("db.operation.name"),

        /** The main table of the operation. */
        DATABASE_COLLECTION("db.collection.name"),

        /** The SQLSTATE, only when the database reported a failure. */
        DATABASE_STATUS("db.response.status_code"),

        /** The class of the exception, only when the call failed. */
        ERROR_TYPE("error.type"),

        /** The id of the room, only when the operation is about one room. */
        ROOM_ID("roomkit.room.id"),

        /** The host name or address of the database server. */
        SERVER_ADDRESS("server.address"),

        /** The port of the database server. */
        SERVER_PORT("server.port");

        private final String key;

        HighCardinalityKeyNames(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return this.key;
        }
    }
}
