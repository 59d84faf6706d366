package live.roomkit.ai.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import live.roomkit.ai.EventMapping;
import live.roomkit.ai.MemorySettings;
import live.roomkit.ai.Utterance;
import live.roomkit.content.DeleteContent;
import live.roomkit.content.EditContent;
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

    private final MemorySettings settings;

    private final EventMapping mapping;

    /** Newest edit of each message, by the id of the message. */
    private final Map<String, RoomEvent> edits = new HashMap<>();

    private final Set<String> deleted = new HashSet<>();

    private final List<Long> changes = new ArrayList<>();

    private int deletions;

    /** Creates a decoder for a single pass through the events of a room. */
    public EventDecoder(MessageCodec<M> codec, MemorySettings settings) {
        this.codec = codec;
        this.settings = settings;
        this.mapping = settings.mapping().forOneRead();
    }

    /**
     * Returns the message that an event contains, or {@code null} when the event contains no message for the model or
     * was deleted. Each call must pass an event that is older than the event of the previous call.
     */
    public @Nullable M decode(RoomEvent event) {
        if (event.content() instanceof EditContent edit && event.type().equals(EventType.EDIT)) {
            this.edits.putIfAbsent(edit.targetEventId(), event);
            this.changes.add(event.index());
            return null;
        }
        if (event.content() instanceof DeleteContent deletion && event.type().equals(EventType.DELETE)) {
            this.deleted.add(deletion.targetEventId());
            this.changes.add(event.index());
            return null;
        }
        if (this.deleted.contains(event.id())) {
            this.deletions++;
            return null;
        }
        if (event.type().equals(MemoryEvents.BOUNDARY)) {
            return null;
        }
        RoomEvent edit = this.edits.get(event.id());
        return read(
                (edit != null && edit.content() instanceof EditContent content)
                        ? event.toBuilder().content(content.newContent()).build()
                        : event);
    }

    /**
     * Returns the index of the edit that replaced the content of the given event, or {@code null} when there was none
     * among the events that were decoded.
     */
    public @Nullable Long editOf(RoomEvent event) {
        RoomEvent edit = this.edits.get(event.id());
        return (edit != null) ? edit.index() : null;
    }

    /** Returns the indices of the edits and deletions that were decoded, newest first. */
    public List<Long> changes() {
        return List.copyOf(this.changes);
    }

    /** Returns the number of events that were left out because they are deleted. */
    public int deletions() {
        return this.deletions;
    }

    private @Nullable M read(RoomEvent event) {
        if (isOwn(event)) {
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

    /**
     * Tells whether a chat memory or session repository of the decoder's AI framework wrote the event to the agent's or
     * the user's channel in the settings. Other agents in the room write their messages to channels of their own.
     */
    private boolean isOwn(RoomEvent event) {
        String channelId = event.source().channelId();
        return this.codec.framework().equals(event.channelData().provider())
                && (channelId.equals(this.settings.agentChannelId())
                        || channelId.equals(this.settings.userChannelId()));
    }
}
