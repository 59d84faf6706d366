package live.roomkit.ai.internal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the messages of a list that are stored already.
 *
 * <p>A framework that trims a conversation gives a part of the stored messages, and new ones after it. Equal messages occur:
 * every second answer may be "OK". So the stored part is the latest one that fits. A list that is not made this way, such
 * as one that begins with a summary, takes each stored message from the end on, wherever it was.
 */
final class Alignment {

    /** The position of a message that is not stored yet. */
    static final int NEW = -1;

    /** The largest number of new messages at the end that are considered. */
    private static final int MAX_NEW = 100;

    private Alignment() {}

    /** Returns for each wanted message the position of the same message in the stored list, or {@link #NEW}. */
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

    /** Embeds the first messages of the wanted list, up to the newest stored one, or returns {@code null}. */
    private static int[] embed(List<Draft> stored, List<Draft> wanted, int known) {
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
