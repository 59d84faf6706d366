package live.roomkit.store.observation;

import io.micrometer.common.KeyValues;
import java.util.Locale;

/** The operations of a store, as they are called in metrics and spans, with what is the same for every call of them. */
enum StoreOperation {
    CREATE_ROOM("rooms"),
    GET_OR_CREATE_ROOM("rooms"),
    GET_ROOM("rooms"),
    ROOM_EXISTS("rooms"),
    UPDATE_ROOM("rooms"),
    PATCH_ROOM_METADATA("rooms"),
    DELETE_ROOM("rooms"),
    FIND_ROOMS("rooms"),
    FIND_LATEST_ROOM("rooms"),
    FIND_ROOM_IDS_BY_CHANNEL("rooms"),
    LOAD_ROOM_CONTEXT("rooms"),
    GET_DELIVERED_INDEX("rooms"),
    ADVANCE_DELIVERED_INDEX("rooms"),
    GET_EVENT_COUNT("rooms"),

    APPEND_EVENT("events"),
    ADD_EVENT_AUTO_INDEX("events"),
    ADD_EVENTS_AUTO_INDEX("events"),
    ADD_EVENT("events"),
    FIND_EVENT("events"),
    GET_EVENT("events"),
    UPDATE_EVENT("events"),
    DELETE_EVENT("events"),
    LIST_EVENTS("events"),
    GET_THREAD_SUMMARIES("events"),
    CHECK_IDEMPOTENCY("events"),
    GET_EVENT_BY_IDEMPOTENCY_KEY("events"),

    ADD_BINDING("bindings"),
    GET_BINDING("bindings"),
    BINDING_EXISTS("bindings"),
    UPDATE_BINDING("bindings"),
    REMOVE_BINDING("bindings"),
    LIST_BINDINGS("bindings"),

    ADD_PARTICIPANT("participants"),
    GET_PARTICIPANT("participants"),
    UPDATE_PARTICIPANT("participants"),
    REMOVE_PARTICIPANT("participants"),
    LIST_PARTICIPANTS("participants"),

    CREATE_IDENTITY("identities"),
    GET_IDENTITY("identities"),
    UPDATE_IDENTITY("identities"),
    DELETE_IDENTITY("identities"),

    RESOLVE_IDENTITY("identity_addresses"),
    LINK_ADDRESS("identity_addresses"),
    MOVE_ADDRESS("identity_addresses"),
    UNLINK_ADDRESS("identity_addresses"),

    ADD_TASK("tasks"),
    FIND_TASK("tasks"),
    GET_TASK("tasks"),
    LIST_TASKS("tasks"),
    UPDATE_TASK("tasks"),

    ADD_OBSERVATION("observations"),
    LIST_OBSERVATIONS("observations"),

    MARK_READ("read_markers"),
    MARK_ALL_READ("read_markers"),
    GET_UNREAD_COUNTS("read_markers"),
    LIST_READ_MARKERS("read_markers");

    private final String operation = name().toLowerCase(Locale.ROOT);

    private final String table;

    private final String operationAndTable;

    private final KeyValues success;

    StoreOperation(String table) {
        this.table = table;
        this.operationAndTable = this.operation + " " + table;
        this.success = DefaultStoreObservationConvention.lowCardinality(this.operation, table, null);
    }

    /** The method's name in snake case, such as {@code append_event}. */
    String operation() {
        return this.operation;
    }

    /** The table that the operation is about, such as {@code events}. */
    String table() {
        return this.table;
    }

    /** Both, such as {@code append_event events}. */
    String operationAndTable() {
        return this.operationAndTable;
    }

    /** The key values, by the default convention, of the timer of a call that has not failed. */
    KeyValues success() {
        return this.success;
    }
}
