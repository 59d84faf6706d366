package live.roomkit.ai.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
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
 * <p>Many models require that a result follows its tool call at once. A window therefore moves messages between a tool
 * call and its result behind the result. A window leaves out a result whose tool call it does not contain.
 *
 * @param most the maximum total size of the messages in the window
 * @param size a function that returns the size of a message, such as its number of tokens; a function that always
 *     returns 1 counts messages
 * @param author a function that returns the author of a message
 * @param toolIds a function that returns the ids of the tool calls that a message contains or answers
 * @param <M> the message type of the AI framework
 */
public record Window<M>(int most, ToIntFunction<M> size, Function<M, Author> author, Function<M, Set<String>> toolIds) {

    /** Maximum number of messages of a turn. A longer turn is cut. */
    private static final int LONGEST_TURN = 1_000;

    /** Selects the last messages of a conversation. The given messages must come newest first. */
    Cut<M> cut(Iterator<Entry<M>> messages) {
        List<M> taken = new ArrayList<>();
        List<M> results = new ArrayList<>();
        int whole = 0;
        int begun = 0;
        int read = 0;
        long total = 0;
        @Nullable M system = null;
        while (messages.hasNext()) {
            M message = messages.next().message();
            Author by = this.author.apply(message);
            if (by == Author.SYSTEM) {
                system = (system != null) ? system : message;
                continue;
            }
            total += this.size.applyAsInt(message);
            if (total > this.most && whole > 0) {
                return new Cut<>(system, newest(taken, whole), false);
            }
            if (read++ == LONGEST_TURN && whole == 0) {
                return new Cut<>(system, newest(taken, begun), false);
            }
            if (by == Author.TOOL) {
                results.add(message);
                continue;
            }
            takeResults(results, message, taken);
            taken.add(message);
            if (by == Author.USER) {
                begun = (begun > 0) ? begun : taken.size();
                whole = results.isEmpty() ? taken.size() : whole;
            }
        }
        int turns = (whole > 0) ? whole : begun;
        return new Cut<>(system, newest(taken, (total > this.most) ? turns : 0), true);
    }

    /** Moves the results of the tool calls in {@code message} from {@code results} to {@code taken}. */
    private void takeResults(List<M> results, M message, List<M> taken) {
        Set<String> calls = results.isEmpty() ? Set.of() : this.toolIds.apply(message);
        for (Iterator<M> remaining = results.iterator(); !calls.isEmpty() && remaining.hasNext(); ) {
            M result = remaining.next();
            if (!Collections.disjoint(this.toolIds.apply(result), calls)) {
                taken.add(result);
                remaining.remove();
            }
        }
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
}
