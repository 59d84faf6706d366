package live.roomkit.ai.internal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which messages of a list are already stored, when an AI framework replaces a conversation by this list.
 *
 * <p>A framework that trims a conversation saves a list that begins with some of the stored messages, in their stored
 * order, and ends with new messages. In such a list, a message may equal several stored messages, for example when "OK"
 * was stored three times. The messages of the list that come before the new messages are assigned to stored messages
 * one by one, from the last message to the first. Each message is assigned to an equal stored message that is earlier
 * than all stored messages assigned so far. If there are several such stored messages, the latest of them is taken.
 *
 * <p>When a list has another form, for example because it begins with a summary of the conversation, its messages are
 * assigned without regard to the stored order. From the last message of such a list to the first, each message is
 * assigned to the latest equal stored message that is not assigned yet.
 */
final class Alignment {

    /** Position that {@link #of} returns for a message that is not stored yet. */
    static final int NEW = -1;

    /**
     * Maximum number of new messages that {@link #of} expects at the end of a list that begins with stored messages.
     */
    private static final int MAX_NEW = 100;

    private Alignment() {}

    /**
     * Returns, for each message in {@code wanted}, the position of an equal message in {@code stored}, or {@link #NEW}.
     */
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
     * Searches {@code stored} for the messages at the beginning of {@code wanted}, in the same order. The last of these
     * messages must equal the last stored message. Returns, for each message in {@code wanted}, its position in
     * {@code stored}, or {@link #NEW} when the message was not searched for. Returns {@code null} when a message was
     * not found.
     *
     * @param known the number of messages at the beginning of {@code wanted} to search for
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
