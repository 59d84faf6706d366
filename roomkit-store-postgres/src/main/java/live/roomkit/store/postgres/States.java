package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the state of rows. Indexes have the state before the time, so they return the rows of one state in their
 * order. A list over several states merges the first rows of each.
 *
 * @param operator the comparison with one state; {@code null} for the range between two states
 * @param value the state
 * @param end the state before which a range ends
 */
record States(@Nullable String operator, String value, String end) {

    private static final String UNKNOWN = "unknown";

    /**
     * Returns a condition for each of the given states. Without states, returns one for each state that this version knows, and
     * one for each range between two of them, in which the states of newer versions lie.
     */
    static <E extends Enum<E>> List<States> of(Class<E> type, @Nullable Collection<E> states) {
        List<States> conditions = new ArrayList<>();
        if (states != null) {
            states.stream().map(Rows::value).sorted().forEach(value -> conditions.add(equal(value)));
            return conditions;
        }
        List<String> known = Arrays.stream(type.getEnumConstants())
                .map(Rows::value)
                .filter(value -> !value.equals(UNKNOWN))
                .sorted()
                .toList();
        known.forEach(value -> conditions.add(equal(value)));
        conditions.add(new States("<", known.get(0), ""));
        for (int i = 1; i < known.size(); i++) {
            conditions.add(new States(null, known.get(i - 1), known.get(i)));
        }
        conditions.add(new States(">", known.get(known.size() - 1), ""));
        return conditions;
    }

    private static States equal(String value) {
        return new States("=", value, "");
    }

    boolean isOne() {
        return "=".equals(this.operator);
    }

    /** Returns the condition on a column. */
    String on(String column) {
        return (this.operator != null)
                ? "%s %s '%s'".formatted(column, this.operator, this.value)
                : "%1$s > '%2$s' AND %1$s < '%3$s'".formatted(column, this.value, this.end);
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
        String ascending = "(%s) %s= (%s)";
        String first = (place != null)
                ? "(%s, %s) %s (%s, %s)".formatted(columns, place, comparison, values, marks)
                : ascending.formatted(columns, comparison, values);
        return first + " AND " + ascending.formatted(columns, comparison.equals(">") ? "<" : ">", values);
    }
}
