package live.roomkit.ai.spring.session;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import live.roomkit.ai.internal.Draft;
import live.roomkit.ai.internal.EventDecoder;
import live.roomkit.ai.internal.MemoryEvents;
import live.roomkit.ai.internal.Values;
import live.roomkit.ai.spring.internal.SpringAiCodec;
import live.roomkit.channel.Visibility;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.RoomEventBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.session.Session;
import org.springframework.ai.session.SessionEvent;

/** Converts events of Spring AI sessions to events of rooms and back. */
final class SessionValues {

    private static final String KEY = "session";

    private static final String TIMESTAMP = "timestamp";

    private static final String METADATA = "metadata";

    private static final String BRANCH = "branch";

    private static final String ARCHIVED = "archived";

    private static final SpringAiCodec CODEC = new SpringAiCodec();

    private SessionValues() {}

    static SpringAiCodec codec() {
        return CODEC;
    }

    static RoomEvent write(MemoryEvents events, String roomId, SessionEvent event) {
        Draft draft = CODEC.encode(event.getMessage());
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put(TIMESTAMP, event.getTimestamp().toString());
        values.put(METADATA, Values.write(event.getMetadata(), Set.of()));
        values.put(BRANCH, event.getBranch());
        values.put(ARCHIVED, event.isArchived());
        RoomEventBuilder written = events.event(roomId, draft, Map.of(KEY, values))
                .id(event.getId())
                .createdAt(event.getTimestamp());
        if (event.isSynthetic()) {
            written.visibility(Visibility.INTELLIGENCE);
        }
        return written.build();
    }

    /**
     * Restores an event of a session from an event of a room. Returns {@code null} when the event of the room contains
     * no message.
     *
     * @param archived whether a compaction archived the event
     */
    static @Nullable SessionEvent read(
            String sessionId, RoomEvent event, EventDecoder<Message> decoder, boolean archived) {
        Message message = decoder.decode(event);
        if (message == null) {
            return null;
        }
        SessionEvent.Builder read = SessionEvent.builder()
                .id(event.id())
                .sessionId(sessionId)
                .message(message)
                .timestamp(event.createdAt())
                .archived(archived);
        if (event.channelData().extra().get(KEY) instanceof Map<?, ?> values) {
            read.timestamp(Instant.parse(String.valueOf(values.get(TIMESTAMP))));
            read.metadata(metadata(values.get(METADATA)));
            read.branch((values.get(BRANCH) instanceof String branch) ? branch : null);
            read.archived(archived || Boolean.TRUE.equals(values.get(ARCHIVED)));
        }
        return read.build();
    }

    /**
     * Restores the metadata of a session, or of an event of a session, from the stored values. Leaves out values that
     * are {@code null}.
     */
    static Map<String, Object> metadata(@Nullable Object values) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (values instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> texts = new LinkedHashMap<>();
            map.forEach((key, value) -> texts.put(String.valueOf(key), value));
            Values.read(texts).forEach((key, value) -> {
                if (value != null) {
                    metadata.put(key, value);
                }
            });
        }
        return metadata;
    }

    /**
     * Sets the time at which a session expires. Spring AI's builder accepts {@code null} for a session that does not
     * expire, although the parameter is not declared as nullable.
     */
    @SuppressWarnings("NullAway")
    static Session.Builder expiring(Session.Builder session, @Nullable Instant expiresAt) {
        return session.expiresAt(expiresAt);
    }
}
