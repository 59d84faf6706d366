package live.roomkit.ai.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import live.roomkit.ai.EventMapping;
import live.roomkit.ai.Utterance;
import live.roomkit.content.DeleteContent;
import live.roomkit.content.EditContent;
import live.roomkit.content.EventContent;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import org.jspecify.annotations.Nullable;

/**
 * Converts the events of a room to messages of an AI framework. The newest event must come first, so that an edit or a
 * deletion comes before the message to which it refers. Applies edits to the messages, and leaves out deleted messages.
 *
 * @param <M> the framework's type of messages
 */
public final class EventDecoder<M> {

    private final MessageCodec<M> codec;

    private final EventMapping mapping;

    private final Map<String, EventContent> edits = new HashMap<>();

    private final Set<String> deleted = new HashSet<>();

    /** Creates a decoder for a single pass through the events of a room. */
    public EventDecoder(MessageCodec<M> codec, EventMapping mapping) {
        this.codec = codec;
        this.mapping = mapping.forOneRead();
    }

    /**
     * Returns the message that an event contains, or {@code null} when the event contains no message for the model or
     * was deleted. Each call must pass an event that is older than the event of the previous call.
     */
    public @Nullable M decode(RoomEvent event) {
        if (event.content() instanceof EditContent edit && event.type().equals(EventType.EDIT)) {
            this.edits.putIfAbsent(edit.targetEventId(), edit.newContent());
            return null;
        }
        if (event.content() instanceof DeleteContent deletion && event.type().equals(EventType.DELETE)) {
            this.deleted.add(deletion.targetEventId());
            return null;
        }
        if (event.type().equals(MemoryEvents.BOUNDARY) || this.deleted.contains(event.id())) {
            return null;
        }
        EventContent edited = this.edits.get(event.id());
        return read((edited != null) ? event.toBuilder().content(edited).build() : event);
    }

    private @Nullable M read(RoomEvent event) {
        if (this.codec.framework().equals(event.channelData().provider())) {
            M message = this.codec.decode(event);
            if (message != null) {
                return message;
            }
        }
        if (!event.type().equals(EventType.MESSAGE)) {
            return null;
        }
        Utterance utterance = this.mapping.map(event);
        return (utterance != null) ? this.codec.of(utterance) : null;
    }
}
