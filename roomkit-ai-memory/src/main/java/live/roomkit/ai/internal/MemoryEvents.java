package live.roomkit.ai.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import live.roomkit.ai.MemorySettings;
import live.roomkit.ai.internal.Draft.Author;
import live.roomkit.channel.ChannelType;
import live.roomkit.channel.Visibility;
import live.roomkit.content.SystemContent;
import live.roomkit.event.ChannelData;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventPage;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventQueryBuilder;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.RoomEventBuilder;
import live.roomkit.store.ConversationStore;
import org.jspecify.annotations.Nullable;

/**
 * Creates the events that a chat memory stores in a room. Also reads, from a room, the events that can belong to a
 * conversation.
 */
public final class MemoryEvents {

    /**
     * Type of an event that contains no message. Such an event only defines which earlier events of the room belong to
     * the conversation.
     */
    static final EventType BOUNDARY = EventType.of("memory_view");

    private static final EventFilter MEMORY = EventFilter.builder()
            .types(Set.of(
                    EventType.MESSAGE,
                    EventType.SYSTEM,
                    EventType.TOOL_CALL_START,
                    EventType.TOOL_CALL_END,
                    EventType.EDIT,
                    EventType.DELETE,
                    BOUNDARY))
            .includeBlocked(true)
            .build();

    private final MemorySettings settings;

    private final String framework;

    public MemoryEvents(MemorySettings settings, String framework) {
        this.settings = settings;
        this.framework = framework;
    }

    /**
     * Returns the correlation id of events that define which events of a room belong to the conversation. Each agent in
     * a room has a correlation id of its own.
     */
    String viewCorrelation() {
        return "roomkit.memory.view:" + this.settings.agentChannelId();
    }

    /** Returns the correlation id of system messages. Each agent in a room has a correlation id of its own. */
    String systemCorrelation() {
        return "roomkit.memory.system:" + this.settings.agentChannelId();
    }

    /**
     * Reads, from a room, the newest events whose index is at most {@code end}. Returns only events whose type can
     * occur in a conversation, such as messages, tool calls and edits.
     */
    public static EventPage page(ConversationStore store, String roomId, long end, int limit) {
        EventQueryBuilder query = EventQuery.builder(roomId).filter(MEMORY).limit(limit);
        if (end == Long.MAX_VALUE) {
            query.newestFirst(true);
        } else {
            query.beforeIndex(end + 1);
        }
        return store.pageEvents(query.build());
    }

    /**
     * Returns a builder for the event that stores a message. The channel data of the event contains the values of
     * {@link Draft#exact} and of {@code extra}.
     */
    public RoomEventBuilder event(String roomId, Draft draft, Map<String, ? extends @Nullable Object> extra) {
        boolean user = draft.author() == Author.USER;
        boolean forPeople = user || draft.author() == Author.AGENT;
        Map<String, @Nullable Object> values = new LinkedHashMap<>(draft.exact());
        values.putAll(extra);
        return RoomEvent.builder(roomId, user ? userSource() : agentSource(), draft.content())
                .type(draft.type())
                .visibility(forPeople ? Visibility.ALL : Visibility.INTELLIGENCE)
                .correlationId((draft.author() == Author.SYSTEM) ? systemCorrelation() : null)
                .metadata(draft.metadata())
                .channelData(new ChannelData(this.framework, null, null, values));
    }

    /**
     * Returns a builder for a boundary event. A boundary event contains no message. Its only purpose is to define which
     * earlier events belong to the conversation.
     *
     * @param correlationId the correlation id by which a reader finds the newest boundary event
     */
    public RoomEventBuilder boundary(
            String roomId, String correlationId, Map<String, ? extends @Nullable Object> extra) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(extra);
        return RoomEvent.builder(roomId, agentSource(), SystemContent.of(""))
                .type(BOUNDARY)
                .visibility(Visibility.INTERNAL)
                .correlationId(correlationId)
                .channelData(new ChannelData(this.framework, null, null, values));
    }

    private EventSource userSource() {
        return EventSource.builder(this.settings.userChannelId(), this.settings.userChannelType())
                .participantId(this.settings.userId())
                .build();
    }

    private EventSource agentSource() {
        return EventSource.builder(this.settings.agentChannelId(), ChannelType.AI)
                .participantId(this.settings.agentId())
                .build();
    }
}
