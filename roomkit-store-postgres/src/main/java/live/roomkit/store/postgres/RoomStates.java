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
 * One room status, or a range of names between two statuses. An index that begins with the status orders rooms only within
 * one status. A query over all statuses is therefore a UNION ALL with one part for each known status. It also has one part
 * for each range of names between two known statuses, because a newer version of RoomKit may have added a status there.
 *
 * <p>The SQL contains the names as literals. A subquery hides the name of a single status from the planner, so that the
 * planner chooses an ordered index scan. The bounds of a range are visible to the planner, because a range hardly ever
 * contains rooms.
 *
 * @param from the name of the status, or the lower bound of the range, exclusive
 * @param to the same name, or the upper bound of the range, exclusive
 */
record RoomStates(String from, String to) {

    /** Upper bound that is greater than every status name, since status names are lower-case words. */
    private static final String END = "~";

    /** Lower bound that is less than every status name. */
    private static final String NONE = "";

    static final List<RoomStates> ALL = all();

    /** Returns the given status or, for {@code null}, all statuses and ranges. */
    static List<RoomStates> of(@Nullable RoomStatus status) {
        return (status != null) ? List.of(one(Rows.value(status))) : ALL;
    }

    /** Returns the given statuses or, for {@code null}, all statuses and ranges. */
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

    /** Returns a UNION ALL with one part for each of the given statuses and ranges. */
    static String union(List<RoomStates> states, Function<RoomStates, String> part) {
        return states.stream().map(state -> "(" + part.apply(state) + ")").collect(Collectors.joining("\nUNION ALL\n"));
    }

    boolean isOne() {
        return this.from.equals(this.to);
    }

    /** Returns an SQL expression for the name of the status, which hides the value from the planner. */
    String name() {
        return "(SELECT CAST('" + this.from + "' AS text))";
    }

    /** Returns an SQL condition that is true when the column is this status or in this range. */
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
