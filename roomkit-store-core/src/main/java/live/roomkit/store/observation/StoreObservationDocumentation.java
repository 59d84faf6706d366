package live.roomkit.store.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** Documents the observation of a store's operations. */
public enum StoreObservationDocumentation implements ObservationDocumentation {

    /** One operation of a store, which may be several statements of its database. */
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

    /** The keys of the timer, with few values each. */
    public enum LowCardinalityKeyNames implements KeyName {

        /** The operation, such as {@code append_event}. */
        OPERATION("store.operation"),

        /** The table that the operation is about, such as {@code events}. */
        TABLE("store.table"),

        /**
         * The outcome, known when the call has ended: success, not_found, conflict, closed, invalid, too_large, timeout,
         * unavailable or error.
         */
        OUTCOME("outcome"),

        /** The first two characters of the SQLSTATE of a failure of the database. */
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
     * Further keys of the span: those of OpenTelemetry's conventions for databases, and the room. A span leaves
     * out the keys without a value.
     */
    public enum HighCardinalityKeyNames implements KeyName {

        /** The database, such as {@code postgresql}. */
        DATABASE_SYSTEM("db.system.name"),

        /** The database and schema. */
        DATABASE_NAMESPACE("db.namespace"),

        /** The operation, such as {@code append_event}. */
        DATABASE_OPERATION("db.operation.name"),

        /** The table that the operation is about. */
        DATABASE_COLLECTION("db.collection.name"),

        /** The SQLSTATE of a failure of the database, on such failures only. */
        DATABASE_STATUS("db.response.status_code"),

        /** The class of the exception, on failures only. */
        ERROR_TYPE("error.type"),

        /** The room, where the operation is about one. */
        ROOM_ID("roomkit.room.id"),

        /** The host name or address of the database's server. */
        SERVER_ADDRESS("server.address"),

        /** The port of the database's server. */
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
