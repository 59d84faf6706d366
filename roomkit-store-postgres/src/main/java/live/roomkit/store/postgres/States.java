package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.roomkit.room.RoomStatus;
import live.roomkit.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * One status of rooms or tasks, or a range of status names that this version of RoomKit does not know. The indexes on
 * rooms and tasks sort the rows by status, then by creation time. A scan of such an index returns rows in order of
 * creation only for a single status. A query over all statuses is therefore a UNION ALL with one part for each known
 * status. Newer versions of RoomKit may have added statuses. The UNION ALL therefore also has one part for each range
 * of unknown names. In alphabetical order, these ranges are before, between and after the names of the known statuses.
 *
 * <p>The SQL contains the names of statuses as literals. A subquery hides the name of a single status from the planner.
 * The planner therefore cannot look up how many rows have this status, and chooses an ordered index scan. The bounds of
 * a range are not hidden, so that the planner can estimate that the range contains hardly any rows.
 *
 * @param from the name of the status, or the exclusive lower bound of the range
 * @param to the name of the status, or the exclusive upper bound of the range
 */
record States(String from, String to) {

    /** Name of the enum constant that represents all statuses that only newer versions of RoomKit know. */
    private static final String UNKNOWN = "unknown";

    /** Upper bound that is greater than every status name, since status names are lower-case words. */
    private static final String END = "~";

    /** Lower bound that is less than every status name. */
    private static final String NONE = "";

    static final List<States> OF_ROOMS = all(RoomStatus.class);

    static final List<States> OF_TASKS = all(TaskStatus.class);

    /**
     * Returns a list that contains only the given status. For {@code null}, returns all known statuses, and the ranges
     * of names before, between and after them.
     */
    static List<States> of(@Nullable RoomStatus status) {
        return (status != null) ? List.of(one(Rows.value(status))) : OF_ROOMS;
    }

    /**
     * Returns the given statuses, or the list {@code all} when the statuses are {@code null}. For an empty set, returns
     * a list that contains only the empty name, which no row has as its status.
     */
    static List<States> of(@Nullable Set<? extends Enum<?>> statuses, List<States> all) {
        if (statuses == null) {
            return all;
        }
        return statuses.isEmpty()
                ? List.of(one(NONE))
                : statuses.stream().map(Rows::value).sorted().map(States::one).toList();
    }

    static String union(List<States> states, Function<States, String> part) {
        return states.stream().map(state -> "(" + part.apply(state) + ")").collect(Collectors.joining("\nUNION ALL\n"));
    }

    boolean isOne() {
        return this.from.equals(this.to);
    }

    /** Returns a subquery that returns the name of the status. The subquery hides the name from the planner. */
    String name() {
        return "(SELECT CAST('" + this.from + "' AS text))";
    }

    String condition(String column) {
        return isOne()
                ? column + " = " + name()
                : column + " > '" + this.from + "' AND " + column + " < '" + this.to + "'";
    }

    private static States one(String name) {
        return new States(name, name);
    }

    private static List<States> all(Class<? extends Enum<?>> type) {
        List<States> all = new ArrayList<>();
        String before = NONE;
        for (String name : Stream.of(type.getEnumConstants())
                .map(Rows::value)
                .filter(value -> !value.equals(UNKNOWN))
                .sorted()
                .toList()) {
            all.add(new States(before, name));
            all.add(one(name));
            before = name;
        }
        all.add(new States(before, END));
        return List.copyOf(all);
    }
}
