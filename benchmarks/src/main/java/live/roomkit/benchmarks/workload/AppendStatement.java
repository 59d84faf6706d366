package live.roomkit.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.ConversationStore;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.proxy.ParameterSetOperation;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The statement by which the store appends an event alone, overheard from a store at work, so that what it is compared
 * with never differs from what it does. Parameters are known by their values.
 *
 * @param sql the statement
 * @param parameters what is bound, in order
 */
record AppendStatement(String sql, List<Parameter> parameters) {

    /** Lets a store append an event and listens. */
    static AppendStatement overhear(Server server) throws SQLException {
        FreshRooms room = FreshRooms.create(server, 1);
        RoomEvent event = Messages.message(room.ids().get(0), "overheard-key");
        List<QueryInfo> heard = new ArrayList<>();
        try (HikariDataSource pool = server.openPool(1)) {
            DataSource listening = ProxyDataSourceBuilder.create(pool)
                    .afterQuery((execution, queries) -> heard.addAll(queries))
                    .build();
            try (ConversationStore store = server.openStore(listening)) {
                heard.clear();
                store.appendEvent(event.roomId(), event);
            }
        }
        QueryInfo append = heard.stream()
                .filter(query -> query.getQuery().contains("INSERT INTO "))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The store appended without an INSERT"));
        return new AppendStatement(
                append.getQuery(),
                append.getParametersList().get(0).stream()
                        .map(operation -> parameter(operation, event))
                        .toList());
    }

    /** Binds all parameters. */
    void bind(PreparedStatement statement, String roomId, String eventId, String key) throws SQLException {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        for (int i = 0; i < this.parameters.size(); i++) {
            Parameter parameter = this.parameters.get(i);
            Object value = switch (parameter.role()) {
                case ROOM -> roomId;
                case EVENT -> eventId;
                case KEY -> key;
                case TIME -> now;
                case CONSTANT -> parameter.value();
            };
            if (value == null) {
                statement.setNull(i + 1, Types.NULL);
            } else if (value instanceof String text) {
                statement.setString(i + 1, text);
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }

    /** An id that sorts by time, as the store's own. */
    static String nextId(SplittableRandom random) {
        long milliseconds = System.currentTimeMillis() << 16;
        return new UUID(milliseconds | 0x7000L | random.nextInt(0x1000), random.nextLong()).toString();
    }

    private static Parameter parameter(ParameterSetOperation operation, RoomEvent event) {
        Object value = operation.getMethod().getName().equals("setNull")
                ? null
                : operation.getArgs()[1];
        return new Parameter(role(value, event), value);
    }

    private static Role role(@Nullable Object value, RoomEvent event) {
        if (event.roomId().equals(value)) {
            return Role.ROOM;
        } else if (event.id().equals(value)) {
            return Role.EVENT;
        } else if (event.idempotencyKey() != null && event.idempotencyKey().equals(value)) {
            return Role.KEY;
        } else if (value instanceof OffsetDateTime time && time.toInstant().equals(event.createdAt())) {
            return Role.TIME;
        }
        return Role.CONSTANT;
    }

    /** What a parameter stands for. */
    enum Role {
        ROOM,
        EVENT,
        KEY,
        TIME,
        CONSTANT
    }

    /**
     * A parameter as it was bound.
     *
     * @param value the value, of use where it is constant
     */
    record Parameter(Role role, @Nullable Object value) {}
}
