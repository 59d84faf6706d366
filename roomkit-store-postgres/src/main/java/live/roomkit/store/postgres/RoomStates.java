package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.roomkit.room.RoomStatus;
import org.jspecify.annotations.Nullable;

/**
 * Names one state of rooms, or the states between two names. An index that begins with the state gives rooms in order
 * only within one state. So a statement over all states merges one part for each state that this version knows, and one
 * part for each range between these, where states of a newer version are.
 *
 * <p>The names stand in the text of the statement. The planner does not see the name of one state, whose rooms are read
 * in their order. It does see the bounds of a range, which hardly ever holds rooms.
 *
 * @param from the name of the state, or the name before the first state
 * @param to the same name, or the name after the last state
 */
record RoomStates(String from, String to) {

    /** Follows every name, since names are lower-case words. */
    private static final String END = "~";

    /** Precedes every name, and is the name of no state. */
    private static final String NONE = "";

    static final List<RoomStates> ALL = all();

    /** Returns one state, or all states. */
    static List<RoomStates> of(@Nullable RoomStatus status) {
        return (status != null) ? List.of(one(Rows.value(status))) : ALL;
    }

    /** Returns the given states, or all states where {@code null} is given. */
    static List<RoomStates> of(@Nullable Set<RoomStatus> statuses) {
        if (statuses == null) {
            return ALL;
        }
        return statuses.isEmpty()
                ? List.of(one(NONE))
                : statuses.stream()
                        .map(Rows::value)
                        .sorted()
                        .map(RoomStates::one)
                        .toList();
    }

    /** Returns the union of the parts of a statement, one for each of the given states. */
    static String union(List<RoomStates> states, Function<RoomStates, String> part) {
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

    private static RoomStates one(String name) {
        return new RoomStates(name, name);
    }

    private static List<RoomStates> all() {
        List<RoomStates> all = new ArrayList<>();
        String before = NONE;
        for (String name : Stream.of(RoomStatus.values())
                .filter(status -> status != RoomStatus.UNKNOWN)
                .map(Rows::value)
                .sorted()
                .toList()) {
            all.add(new RoomStates(before, name));
            all.add(one(name));
            before = name;
        }
        all.add(new RoomStates(before, END));
        return List.copyOf(all);
    }
}
