package live.roomkit.samples.boot;

import java.time.Instant;
import live.roomkit.content.EventContent;
import live.roomkit.content.SystemContent;
import live.roomkit.content.TextContent;
import live.roomkit.event.RoomEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a client sees of an event.
 *
 * @param index its place in the room
 * @param type what happened, such as {@code message}
 * @param from who said it, if somebody did
 * @param text what was said, if it is text
 * @param at when
 */
record Message(
        long index,
        String type,
        @Nullable String from,
        @Nullable String text,
        Instant at) {

    static Message of(RoomEvent event) {
        return new Message(
                event.index(),
                event.type().value(),
                event.source().participantId(),
                text(event.content()),
                event.createdAt());
    }

    private static @Nullable String text(EventContent content) {
        if (content instanceof TextContent text) {
            return text.body();
        }
        return (content instanceof SystemContent system) ? system.body() : null;
    }
}
