package live.roomkit.store;

import java.util.Locale;

/**
 * The operations of a {@link ConversationStore}. Overloads of a method share one constant. A method that only calls
 * another method of the store has no constant of its own. For such a method, {@link ForwardingConversationStore#call}
 * receives the constant of the other method.
 */
public enum StoreOperation {
    CREATE_ROOM("rooms", Subject.ROOM),
    GET_OR_CREATE_ROOM("rooms", Subject.ROOM),
    GET_ROOM("rooms", Subject.ROOM),
    ROOM_EXISTS("rooms", Subject.ROOM),
    UPDATE_ROOM("rooms", Subject.ROOM),
    PATCH_ROOM_METADATA("rooms", Subject.ROOM),
    DELETE_ROOM("rooms", Subject.ROOM),
    FIND_ROOMS("rooms", Subject.NONE),
    LIST_ROOMS("rooms", Subject.NONE),
    FIND_LATEST_ROOM("rooms", Subject.NONE),
    FIND_ROOM_IDS_BY_CHANNEL("rooms", Subject.NONE),
    LOAD_ROOM_CONTEXT("rooms", Subject.ROOM),
    GET_DELIVERED_INDEX("rooms", Subject.ROOM),
    ADVANCE_DELIVERED_INDEX("rooms", Subject.ROOM),

    APPEND_EVENT("events", Subject.ROOM),
    ADD_EVENT_AUTO_INDEX("events", Subject.ROOM),
    ADD_EVENTS_AUTO_INDEX("events", Subject.ROOM),
    ADD_EVENT("events", Subject.ROOM),
    FIND_EVENT("events", Subject.NONE),
    GET_EVENT("events", Subject.ROOM),
    UPDATE_EVENT("events", Subject.ROOM),
    DELETE_EVENT("events", Subject.ROOM),
    LIST_EVENTS("events", Subject.ROOM),
    PAGE_EVENTS("events", Subject.ROOM),
    GET_THREAD_SUMMARIES("events", Subject.ROOM),
    CHECK_IDEMPOTENCY("events", Subject.ROOM),
    GET_EVENT_BY_IDEMPOTENCY_KEY("events", Subject.ROOM),
    GET_EVENT_COUNT("rooms", Subject.ROOM),

    ADD_BINDING("bindings", Subject.ROOM),
    GET_BINDING("bindings", Subject.ROOM),
    BINDING_EXISTS("bindings", Subject.ROOM),
    UPDATE_BINDING("bindings", Subject.ROOM),
    REMOVE_BINDING("bindings", Subject.ROOM),
    LIST_BINDINGS("bindings", Subject.ROOM),

    ADD_PARTICIPANT("participants", Subject.ROOM),
    GET_PARTICIPANT("participants", Subject.ROOM),
    UPDATE_PARTICIPANT("participants", Subject.ROOM),
    REMOVE_PARTICIPANT("participants", Subject.ROOM),
    LIST_PARTICIPANTS("participants", Subject.ROOM),

    CREATE_IDENTITY("identities", Subject.IDENTITY),
    GET_IDENTITY("identities", Subject.IDENTITY),
    UPDATE_IDENTITY("identities", Subject.IDENTITY),
    DELETE_IDENTITY("identities", Subject.IDENTITY),
    LIST_IDENTITIES("identities", Subject.NONE),
    MERGE_IDENTITIES("identities", Subject.IDENTITY),
    UNDO_MERGE("identities", Subject.NONE),

    RESOLVE_IDENTITY("identity_addresses", Subject.NONE),
    LINK_ADDRESS("identity_addresses", Subject.IDENTITY),
    MOVE_ADDRESS("identity_addresses", Subject.IDENTITY),
    UNLINK_ADDRESS("identity_addresses", Subject.IDENTITY),
    ROTATE_ADDRESS("identity_addresses", Subject.NONE),

    ADD_TASK("tasks", Subject.ROOM),
    FIND_TASK("tasks", Subject.NONE),
    GET_TASK("tasks", Subject.ROOM),
    LIST_TASKS("tasks", Subject.ROOM),
    UPDATE_TASK("tasks", Subject.ROOM),
    DELETE_TASK("tasks", Subject.ROOM),

    ADD_OBSERVATION("observations", Subject.ROOM),
    LIST_OBSERVATIONS("observations", Subject.ROOM),
    DELETE_OBSERVATION("observations", Subject.ROOM),

    MARK_READ("read_markers", Subject.ROOM),
    MARK_UNREAD("read_markers", Subject.ROOM),
    MARK_ALL_READ("read_markers", Subject.ROOM),
    GET_UNREAD_COUNTS("read_markers", Subject.NONE),
    LIST_READ_MARKERS("read_markers", Subject.ROOM),

    LIST_INBOX("rooms", Subject.NONE),
    GET_INBOX_TOTALS("rooms", Subject.NONE);

    private final String operationName = name().toLowerCase(Locale.ROOT);

    private final String table;

    private final Subject subject;

    StoreOperation(String table, Subject subject) {
        this.table = table;
        this.subject = subject;
    }

    /** Returns the name of the operation in snake case, such as {@code append_event}. */
    public String operationName() {
        return this.operationName;
    }

    /** Returns the database table that the operation mainly reads or writes, such as {@code events}. */
    public String table() {
        return this.table;
    }

    /**
     * Returns the kind of record whose id {@link ForwardingConversationStore#call} receives for this operation. For an
     * overload that is about several rooms, such as {@code listTasks(TaskQuery)}, {@code call} receives {@code null}
     * as the id.
     */
    public Subject subject() {
        return this.subject;
    }

    /** Kind of record that an operation is about. */
    public enum Subject {

        /** The operation reads or writes one room, or records of one room. */
        ROOM,

        /** The operation is about one identity. */
        IDENTITY,

        /**
         * The operation is about several rooms or identities, or the caller does not pass the id of the room or
         * identity.
         */
        NONE
    }
}
