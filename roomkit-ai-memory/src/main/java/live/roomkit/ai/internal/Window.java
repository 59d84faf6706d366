package live.roomkit.ai.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import live.roomkit.ai.internal.Draft.Author;
import org.jspecify.annotations.Nullable;

/**
 * Selects the last messages of a conversation, for a model. A turn begins with a message of the user and ends before
 * the next message of the user. A message that the user wrote between a tool call and its result begins no turn, so a
 * tool call and its result are always in the same turn. A window contains as many of the newest turns as its maximum
 * size allows. The newest turn is selected even if it alone exceeds the maximum size. The newest system message
 * precedes the turns, and does not count towards the size.
 *
 * <p>Many models require that a result follows its tool call at once. When a message lies between a tool call and its
 * result, a window therefore places this message after the result. A window leaves out the result of a tool call that
 * is not in the window. Such a result has no effect on turns and sizes. A window that has reached its maximum size may
 * still read further messages to find the tool call of a result, but at most the 1000 messages before the result.
 *
 * @param most the maximum total size of the messages in the window
 * @param size a function that returns the size of a message, such as its number of tokens; a function that always
 *     returns 1 counts messages
 * @param author a function that returns the author of a message
 * @param toolIds a function that returns the ids of the tool calls that a message contains or answers
 * @param <M> the message type of the AI framework
 */
public record Window<M>(int most, ToIntFunction<M> size, Function<M, Author> author, Function<M, Set<String>> toolIds) {

    /**
     * Maximum number of messages that a window reads to find a tool call or the beginning of the newest turn. A longer
     * turn is cut.
     */
    private static final int LONGEST_TURN = 1_000;

    /** Selects the last messages of a conversation. The given messages must come newest first. */
    Cut<M> cut(Iterator<Entry<M>> messages) {
        List<M> taken = new ArrayList<>();
        NavigableMap<Integer, M> results = new TreeMap<>();
        List<Turn> turns = new ArrayList<>();
        int begun = 0;
        int read = 0;
        long total = 0;
        boolean enough = false;
        @Nullable M system = null;
        while (!enough && messages.hasNext()) {
            M message = messages.next().message();
            Author by = this.author.apply(message);
            if (by == Author.SYSTEM) {
                system = (system != null) ? system : message;
                continue;
            }
            read++;
            if (by == Author.TOOL) {
                results.put(read, message);
            } else {
                for (M part : withResults(message, results, turns)) {
                    taken.add(part);
                    total += this.size.applyAsInt(part);
                }
            }
            if (by == Author.USER) {
                begun = (begun > 0) ? begun : taken.size();
                turns.add(new Turn(read, taken.size(), total));
            }
            Turn turn = (total > this.most) ? selected(turns) : null;
            enough = turns.isEmpty() ? read >= LONGEST_TURN : turn != null && isCertain(turn, results, read);
        }
        Turn turn = selected(turns);
        int count = (turn != null) ? turn.count() : begun;
        return new Cut<>(system, newest(taken, (enough || total > this.most) ? count : 0), !enough);
    }

    /**
     * Returns the results of the tool calls in a message, newest first, followed by the message. Removes the returned
     * results from {@code results}. Also removes from {@code turns} each message of the user between the tool calls and
     * the results.
     *
     * @param results the results whose tool calls have not been read yet; the key is the number of messages that were
     *     read up to the result
     */
    private List<M> withResults(M message, NavigableMap<Integer, M> results, List<Turn> turns) {
        List<M> parts = new ArrayList<>();
        Set<String> calls = results.isEmpty() ? Set.of() : this.toolIds.apply(message);
        for (Iterator<Map.Entry<Integer, M>> remaining = results.entrySet().iterator();
                !calls.isEmpty() && remaining.hasNext(); ) {
            Map.Entry<Integer, M> result = remaining.next();
            if (!Collections.disjoint(this.toolIds.apply(result.getValue()), calls)) {
                int place = result.getKey();
                parts.add(result.getValue());
                turns.removeIf(turn -> turn.place() > place);
                remaining.remove();
            }
        }
        parts.add(message);
        return parts;
    }

    /**
     * Returns the turn with which the window begins: the oldest turn that fits, or else the newest turn. Returns
     * {@code null} when there is no turn.
     */
    private @Nullable Turn selected(List<Turn> turns) {
        Turn selected = null;
        for (Turn turn : turns) {
            selected = (selected == null || turn.size() <= this.most) ? turn : selected;
        }
        return selected;
    }

    /**
     * Tells whether the first message of {@code turn} certainly begins a turn. Returns {@code false} while the window
     * still searches for the tool call of a result that comes after this message. If the tool call comes before this
     * message, the message begins no turn.
     */
    private static boolean isCertain(Turn turn, NavigableMap<Integer, ?> results, int read) {
        Integer result = results.lowerKey(turn.place());
        return result == null || read - result >= LONGEST_TURN;
    }

    /**
     * Returns the newest messages in the order of the conversation.
     *
     * @param messages messages, newest first
     * @param count the number of messages to return; 0 for all messages
     */
    private static <M> List<M> newest(List<M> messages, int count) {
        List<M> newest = new ArrayList<>((count > 0) ? messages.subList(0, count) : messages);
        Collections.reverse(newest);
        return newest;
    }

    /**
     * Contains the messages that a window selected.
     *
     * @param system the newest system message, if it was among the messages that were read
     * @param messages the messages, in the order of the conversation
     * @param complete whether the whole conversation was read
     */
    record Cut<M>(@Nullable M system, List<M> messages, boolean complete) {}

    /**
     * Describes a message of the user that begins a turn according to the messages that were read so far. A tool call
     * that is read later may have its result after this message. The message then begins no turn.
     *
     * @param place the number of messages that were read up to this message, from the newest message backwards
     * @param count the number of messages in a window that begins with this turn
     * @param size the total size of these messages
     */
    private record Turn(int place, int count, long size) {}
}
