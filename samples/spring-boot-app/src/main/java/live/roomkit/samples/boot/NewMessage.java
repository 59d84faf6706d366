package live.roomkit.samples.boot;

import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import org.jspecify.annotations.Nullable;

/** Message that a client sends. */
record NewMessage(String from, String text) {

    private static final String CHANNEL = "web";

    RoomEvent toEvent(String roomId, @Nullable String idempotencyKey) {
        EventSource source = EventSource.builder(CHANNEL, ChannelType.WEBSOCKET)
                .participantId(this.from)
                .build();
        return RoomEvent.builder(roomId, source, TextContent.of(this.text))
                .idempotencyKey(idempotencyKey)
                .build();
    }
}
