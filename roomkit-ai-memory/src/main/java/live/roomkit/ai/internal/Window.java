package live.roomkit.ai.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import live.roomkit.ai.internal.Draft.Author;
import org.jspecify.annotations.Nullable;

/**
 * Selects the last messages of a conversation, for a model. A turn begins with a message of the user and ends before
 * the next message of the user, so a tool call and its result are in the same turn. A window contains as many of the
 * newest turns as its maximum size allows. The newest turn is selected even if it alone exceeds the maximum size. The
 * newest system message precedes the turns, and does not count towards the size.
 *
 * @param most the maximum total size of the messages in the window
 * @param size a function that returns the size of a message, such as its number of tokens; a function that always
 *     returns 1 counts messages
 * @param author a function that returns the author of a message
 * @param <M> the message type of the AI framework
 */
public record Window<M>(int most, ToIntFunction<M> size, Function<M, Author> author) {

    /**
     * Maximum number of messages of a turn. A turn begins with a message of the user and ends before the user's next
     * message. A longer turn is cut, but never between a tool call and its result.
     */
    private static final int LONGEST_TURN = 1_000;

    /** Selects the last messages of a conversation. The given messages must come newest first. */
    Cut<M> cut(Iterator<Entry<M>> messages) {
        List<M> taken = new ArrayList<>();
        int whole = 0;
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
                return new Cut<>(system, reversed(taken.subList(0, whole)), false);
            }
            if (taken.size() == LONGEST_TURN && whole == 0) {
                return new Cut<>(system, withoutResults(reversed(taken)), false);
            }
            taken.add(message);
            whole = (by == Author.USER) ? taken.size() : whole;
        }
        return new Cut<>(system, reversed((total > this.most && whole > 0) ? taken.subList(0, whole) : taken), true);
    }

    private List<M> withoutResults(List<M> messages) {
        int first = 0;
        while (first < messages.size() && this.author.apply(messages.get(first)) == Author.TOOL) {
            first++;
        }
        return messages.subList(first, messages.size());
    }

    private static <M> List<M> reversed(List<M> messages) {
        List<M> reversed = new ArrayList<>(messages);
        Collections.reverse(reversed);
        return reversed;
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
