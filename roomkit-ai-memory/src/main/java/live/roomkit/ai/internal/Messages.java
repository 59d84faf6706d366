package live.roomkit.ai.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
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
 * Converts events to messages, newest first. An edit replaces the content of the edited message, and a deletion removes the
 * deleted message. With the newest event first, edits and deletions come before the message that they concern.
 */
final class Messages<M> implements Iterator<Entry<M>> {

    private final BackwardReader events;

    private final MessageCodec<M> codec;

    private final EventMapping mapping;

    private final Map<String, EventContent> edits = new HashMap<>();

    private final Set<String> deleted = new HashSet<>();

    private @Nullable Entry<M> next;

    Messages(BackwardReader events, MessageCodec<M> codec, EventMapping mapping) {
        this.events = events;
        this.codec = codec;
        this.mapping = mapping.forOneRead();
    }

    @Override
    public boolean hasNext() {
        while (this.next == null && this.events.hasNext()) {
            RoomEvent event = this.events.next();
            M message = message(event);
            if (message != null) {
                this.next = new Entry<>(event.index(), this.events.segment(), message);
            }
        }
        return this.next != null;
    }

    @Override
    public Entry<M> next() {
        if (!hasNext() || this.next == null) {
            throw new NoSuchElementException();
        }
        Entry<M> entry = this.next;
        this.next = null;
        return entry;
    }

    private @Nullable M message(RoomEvent event) {
        if (event.content() instanceof EditContent edit && event.type().equals(EventType.EDIT)) {
            this.edits.putIfAbsent(edit.targetEventId(), edit.newContent());
            return null;
        }
        if (event.content() instanceof DeleteContent deletion && event.type().equals(EventType.DELETE)) {
            this.deleted.add(deletion.targetEventId());
            return null;
        }
        if (event.type().equals(BackwardReader.BOUNDARY) || this.deleted.contains(event.id())) {
            return null;
        }
        EventContent edited = this.edits.get(event.id());
        return decode((edited != null) ? event.toBuilder().content(edited).build() : event);
    }

    private @Nullable M decode(RoomEvent event) {
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
