package live.roomkit.samples.boot;

import java.time.Instant;
import live.roomkit.content.EventContent;
import live.roomkit.content.SystemContent;
import live.roomkit.content.TextContent;
import live.roomkit.event.RoomEvent;
import org.jspecify.annotations.Nullable;

/**
 * Representation of an event for clients.
 *
 * @param type the type of the event, such as {@code message}
 * @param text the text of a text message or a system message; {@code null} for other content
 * @param at when the event was created
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
