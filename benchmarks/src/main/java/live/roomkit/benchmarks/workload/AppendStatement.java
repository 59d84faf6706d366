package live.roomkit.benchmarks.workload;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.event.RoomEvent;
import org.jspecify.annotations.Nullable;

/**
 * The statement by which the store appends an event alone, as it was {@linkplain Overheard overheard}. What a parameter
 * stands for is known by its value.
 *
 * @param sql the statement
 * @param parameters what is bound, in order
 */
public record AppendStatement(String sql, List<Parameter> parameters) {

    /** Lets a store append an event and listens. */
    public static AppendStatement overhear(Server server) throws SQLException {
        RoomEvent event = Messages.message(FreshRooms.create(server, 1).ids().get(0), "overheard-key");
        return of(Overheard.first(server, "INSERT INTO", store -> store.appendEvent(event.roomId(), event)), event);
    }

    /** A statement that was overheard when that event was appended. */
    public static AppendStatement of(Overheard statement, RoomEvent event) {
        return new AppendStatement(
                statement.sql(),
                statement.parameters().stream()
                        .map(value -> new Parameter(role(value, event), value))
                        .toList());
    }

    /** Binds all parameters. */
    public void bind(PreparedStatement statement, String roomId, String eventId, String key) throws SQLException {
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
            Overheard.bind(statement, i + 1, value);
        }
    }

    /** An id that sorts by time, as the store's own. */
    public static String nextId(SplittableRandom random) {
        long milliseconds = System.currentTimeMillis() << 16;
        return new UUID(milliseconds | 0x7000L | random.nextInt(0x1000), random.nextLong()).toString();
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
    public enum Role {
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
    public record Parameter(Role role, @Nullable Object value) {}
}
