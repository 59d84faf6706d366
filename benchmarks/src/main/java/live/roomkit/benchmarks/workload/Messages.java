package live.roomkit.benchmarks.workload;

import java.util.List;
import java.util.Map;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;

/** Creates the events for the measurements: text messages that are stored as 1.3 kB of JSON. */
public final class Messages {

    /** Text of the messages. */
    public static final String TEXT =
            "The quick brown fox jumps over the lazy dog, the \"second\" time today. ".repeat(9);

    private Messages() {}

    /** Returns a message with the current time. */
    public static RoomEvent message(String roomId, String idempotencyKey) {
        EventSource source = EventSource.builder("sms-main", ChannelType.SMS)
                .participantId("participant-1")
                .externalId("+15550100")
                .provider("carrier")
                .providerMessageId(idempotencyKey)
                .rawPayload(Map.of("From", "+15550100", "To", "+15550199", "NumSegments", 5, "Price", "0.0075"))
                .build();
        return RoomEvent.builder(roomId, source, new TextContent(TEXT, "en"))
                .idempotencyKey(idempotencyKey)
                .metadata(Map.of("tags", List.of("billing", "urgent"), "score", 17, "trace", "00-4bf92f3577b34da6"))
                .build();
    }
}
