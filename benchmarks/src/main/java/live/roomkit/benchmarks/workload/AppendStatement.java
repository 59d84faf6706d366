package live.roomkit.benchmarks.workload;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.event.RoomEvent;
import live.roomkit.internal.Instants;
import live.roomkit.store.postgres.internal.TimeParameter;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * An SQL statement that the store executes to append a single event. {@link Overheard} recorded this statement. The
 * {@link Role} of each parameter is derived from its recorded value. For example, a parameter with the value of the
 * event's room id gets the role {@link Role#ROOM}.
 */
public record AppendStatement(String sql, List<Parameter> parameters) {

    /** Appends an event through a store, and returns the SQL statement that the store executed. */
    public static AppendStatement overhear(Server server) throws SQLException {
        RoomEvent event = Messages.message(FreshRooms.create(server, 1).ids().get(0), "overheard-key");
        AppendStatement append =
                of(Overheard.first(server, "INSERT INTO", store -> store.appendEvent(event.roomId(), event)), event);
        for (Role role : Role.values()) {
            if (append.parameters().stream().noneMatch(parameter -> parameter.role() == role)) {
                throw new IllegalStateException("The store no longer binds the expected value for " + role);
            }
        }
        return append;
    }

    /**
     * Converts a recorded statement to an append statement. The store must have executed the recorded statement to
     * append the given event.
     */
    public static AppendStatement of(Overheard statement, RoomEvent event) throws SQLException {
        List<Parameter> parameters = new ArrayList<>();
        for (Object value : statement.parameters()) {
            parameters.add(new Parameter(role(value, event), value));
        }
        return new AppendStatement(statement.sql(), parameters);
    }

    /** Binds the given values, the current time, and the recorded values of all other parameters. */
    public void bind(PreparedStatement statement, String roomId, String eventId, String key) throws SQLException {
        PGobject now = TimeParameter.of(Instant.now().truncatedTo(ChronoUnit.MICROS), statement);
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

    /** Returns a new event id. Ids sort by the time of their creation, as the ids that the store generates do. */
    public static String nextId(SplittableRandom random) {
        long milliseconds = System.currentTimeMillis() << 16;
        return new UUID(milliseconds | 0x7000L | random.nextInt(0x1000), random.nextLong()).toString();
    }

    private static Role role(@Nullable Object value, RoomEvent event) throws SQLException {
        if (event.roomId().equals(value)) {
            return Role.ROOM;
        } else if (event.id().equals(value)) {
            return Role.EVENT;
        } else if (event.idempotencyKey() != null && event.idempotencyKey().equals(value)) {
            return Role.KEY;
        } else if (value instanceof PGobject time
                && Instants.format(event.createdAt()).equals(time.getValue())) {
            return Role.TIME;
        }
        return Role.CONSTANT;
    }

    /** Role of a parameter. */
    public enum Role {
        ROOM,
        EVENT,
        KEY,
        TIME,
        CONSTANT
    }

    /**
     * Parameter of a recorded SQL statement.
     *
     * @param role the meaning of the parameter, for example the room id
     * @param value the recorded value. When the role is {@link Role#CONSTANT}, every execution of the statement binds
     *     this value
     */
    public record Parameter(Role role, @Nullable Object value) {}
}
