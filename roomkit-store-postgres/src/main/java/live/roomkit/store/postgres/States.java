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
 * Names one state of rooms or tasks, or the states between two names. An index that begins with the state gives rows in order
 * only within one state. So a statement over all states merges one part for each state that this version knows, and one
 * part for each range between these, where states of a newer version are.
 *
 * <p>The names stand in the text of the statement. The planner does not see the name of one state, whose rows are read
 * in their order. It does see the bounds of a range, which hardly ever holds rows.
 *
 * @param from the name of the state, or the name before the first state
 * @param to the same name, or the name after the last state
 */
record States(String from, String to) {

    /** Stands for the states of newer versions. */
    private static final String UNKNOWN = "unknown";

    /** Follows every name, since names are lower-case words. */
    private static final String END = "~";

    /** Precedes every name, and is the name of no state. */
    private static final String NONE = "";

    /** Contains all states of rooms. */
    static final List<States> OF_ROOMS = all(RoomStatus.class);

    /** Contains all states of tasks. */
    static final List<States> OF_TASKS = all(TaskStatus.class);

    /** Returns one state of rooms, or all states where {@code null} is given. */
    static List<States> of(@Nullable RoomStatus status) {
        return (status != null) ? List.of(one(Rows.value(status))) : OF_ROOMS;
    }

    /** Returns the given states, or all states where {@code null} is given. */
    static List<States> of(@Nullable Set<? extends Enum<?>> statuses, List<States> all) {
        if (statuses == null) {
            return all;
        }
        return statuses.isEmpty()
                ? List.of(one(NONE))
                : statuses.stream().map(Rows::value).sorted().map(States::one).toList();
    }

    /** Returns the union of the parts of a statement, one for each of the given states. */
    static String union(List<States> states, Function<States, String> part) {
        return states.stream().map(state -> "(" + part.apply(state) + ")").collect(Collectors.joining("\nUNION ALL\n"));
    }

    boolean isOne() {
        return this.from.equals(this.to);
    }

    /** Returns an expression for the name of one state, which the planner does not see. */
    String name() {
        return "(SELECT CAST('" + this.from + "' AS text))";
    }

    /** Returns a condition that holds when a column has one of these states. */
    String condition(String column) {
        return isOne()
                ? column + " = " + name()
                : column + " > '" + this.from + "' AND " + column + " < '" + this.to + "'";
    }

    /**
     * Returns the condition that columns have values, as comparisons of rows. The planner expects these to match many rows, and
     * walks the index that begins with the columns. The condition has the values twice, and the position between them.
     *
     * @param comparison the comparison with the position, which follows the columns in the index
     * @param place the columns of the position; {@code null} for a list from its beginning
     * @param marks the parameters for the position
     */
    static String range(String columns, String values, String comparison, @Nullable String place, String marks) {
        String bound = "(%s) %s= (%s)";
        String first = (place != null)
                ? "(%s, %s) %s (%s, %s)".formatted(columns, place, comparison, values, marks)
                : bound.formatted(columns, comparison, values);
        return first + " AND " + bound.formatted(columns, comparison.equals(">") ? "<" : ">", values);
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
