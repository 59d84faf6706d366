package live.roomkit.ai.internal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which messages of a new list are already stored.
 *
 * <p>A framework that trims a conversation saves a list that begins with some of the stored messages and ends with new
 * messages. A conversation may contain equal messages, such as "OK" several times. When a message of the list equals
 * several stored messages, the latest of them that fits the order of the list is chosen. For a list of any other form,
 * for example one that begins with a summary, the order does not matter: each message is assigned to the latest equal
 * message that is not assigned yet, starting with the last message of the list.
 */
final class Alignment {

    /** Position that {@link #of} returns for a message that is not stored yet. */
    static final int NEW = -1;

    /**
     * Largest number of new messages at the end of the list of a trimmed conversation. {@link #of} treats a list with
     * more new messages as a list of another form.
     */
    private static final int MAX_NEW = 100;

    private Alignment() {}

    /** Returns, for each message of the new list, the position of the equal message in the stored list, or {@link #NEW}. */
    static int[] of(List<Draft> stored, List<Draft> wanted) {
        if (startsWith(wanted, stored)) {
            return positions(wanted.size(), stored.size());
        }
        int most = Math.min(MAX_NEW, wanted.size() - 1);
        for (int added = 0; added <= most; added++) {
            int[] positions = embed(stored, wanted, wanted.size() - added);
            if (positions != null) {
                return positions;
            }
        }
        return match(stored, wanted);
    }

    private static boolean startsWith(List<Draft> list, List<Draft> prefix) {
        return prefix.size() <= list.size() && list.subList(0, prefix.size()).equals(prefix);
    }

    private static int[] positions(int size, int known) {
        int[] positions = new int[size];
        for (int i = 0; i < size; i++) {
            positions[i] = (i < known) ? i : NEW;
        }
        return positions;
    }

    /**
     * Assigns an equal stored message to each of the first {@code known} messages of the new list, in the same order.
     * The message {@code known - 1} of the new list must be equal to the last stored message. Returns {@code null} when
     * there is no such assignment.
     */
    private static int @Nullable [] embed(List<Draft> stored, List<Draft> wanted, int known) {
        int[] positions = positions(wanted.size(), 0);
        int position = stored.size() - 1;
        if (position < 0 || !wanted.get(known - 1).equals(stored.get(position))) {
            return null;
        }
        for (int i = known - 1; i >= 0; i--, position--) {
            while (position >= 0 && !stored.get(position).equals(wanted.get(i))) {
                position--;
            }
            if (position < 0) {
                return null;
            }
            positions[i] = position;
        }
        return positions;
    }

    private static int[] match(List<Draft> stored, List<Draft> wanted) {
        Map<Draft, Deque<Integer>> free = new HashMap<>();
        for (int i = 0; i < stored.size(); i++) {
            free.computeIfAbsent(stored.get(i), key -> new ArrayDeque<>()).push(i);
        }
        int[] positions = new int[wanted.size()];
        Arrays.fill(positions, NEW);
        for (int i = wanted.size() - 1; i >= 0; i--) {
            Deque<Integer> places = free.get(wanted.get(i));
            if (places != null && !places.isEmpty()) {
                positions[i] = places.pop();
            }
        }
        return positions;
    }
}
