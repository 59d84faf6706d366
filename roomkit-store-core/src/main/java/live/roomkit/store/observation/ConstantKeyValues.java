package live.roomkit.store.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import live.roomkit.store.StoreOperation;
import live.roomkit.store.observation.StoreObservationDocumentation.HighCardinalityKeyNames;
import org.jspecify.annotations.Nullable;

/**
 * Contains the key values of a span that are the same for all calls of an operation on one database. The constructor
 * creates these key values once for all calls.
 */
final class ConstantKeyValues {

    private static final KeyValue[] NONE = {};

    /** For each operation, the constant key values whose keys sort before the key of the room id. */
    private final Map<StoreOperation, KeyValue[]> beforeRoom = new EnumMap<>(StoreOperation.class);

    /** The constant key values whose keys sort after the key of the room id, the same for all operations. */
    private final KeyValue[] afterRoom;

    ConstantKeyValues(@Nullable ObservedDatabase database) {
        for (StoreOperation operation : StoreOperation.values()) {
            List<KeyValue> values = new ArrayList<>();
            values.add(HighCardinalityKeyNames.DATABASE_COLLECTION.withValue(operation.table()));
            add(values, HighCardinalityKeyNames.DATABASE_NAMESPACE, (database != null) ? database.namespace() : null);
            values.add(HighCardinalityKeyNames.DATABASE_OPERATION.withValue(operation.operationName()));
            add(values, HighCardinalityKeyNames.DATABASE_SYSTEM, (database != null) ? database.system() : null);
            this.beforeRoom.put(operation, values.toArray(NONE));
        }
        List<KeyValue> server = new ArrayList<>();
        if (database != null) {
            add(server, HighCardinalityKeyNames.SERVER_ADDRESS, database.serverAddress());
            add(server, HighCardinalityKeyNames.SERVER_PORT, database.serverPort());
        }
        this.afterRoom = server.toArray(NONE);
    }

    /** Returns the key values of a call, sorted by key, so that Micrometer need not sort them. */
    KeyValues with(StoreOperation operation, @Nullable String roomId) {
        KeyValue[] before = Objects.requireNonNull(this.beforeRoom.get(operation));
        int room = (roomId != null) ? 1 : 0;
        KeyValue[] all = new KeyValue[before.length + room + this.afterRoom.length];
        System.arraycopy(before, 0, all, 0, before.length);
        if (roomId != null) {
            all[before.length] = HighCardinalityKeyNames.ROOM_ID.withValue(roomId);
        }
        System.arraycopy(this.afterRoom, 0, all, before.length + room, this.afterRoom.length);
        return KeyValues.of(all);
    }

    private static void add(List<KeyValue> values, KeyName name, @Nullable Object value) {
        if (value != null) {
            values.add(name.withValue(value.toString()));
        }
    }
}
