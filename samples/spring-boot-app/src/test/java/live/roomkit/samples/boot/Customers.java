package live.roomkit.samples.boot;

import java.util.UUID;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.EventContent;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.ConversationStore;
import org.springframework.boot.test.context.TestComponent;

/** Customers of the help desk. Each conversation has a title of its own, which is also the id of its room. */
@TestComponent
class Customers {

    private final ConversationStore store;

    private final Desk desk;

    Customers(ConversationStore store, Desk desk) {
        this.store = store;
        this.desk = desk;
    }

    /** Opens a conversation and returns its title, which begins with the name. */
    String open(String name) {
        String title = name + " " + UUID.randomUUID().toString().substring(0, 8);
        this.desk.open(title, title, ChannelType.WHATSAPP);
        return title;
    }

    RoomEvent say(String title, String text) {
        return append(title, TextContent.of(text), EventType.MESSAGE);
    }

    RoomEvent append(String title, EventContent content, EventType type) {
        return this.store
                .appendEvent(
                        title,
                        message(title, "").toBuilder()
                                .content(content)
                                .type(type)
                                .build())
                .event();
    }

    static RoomEvent message(String title, String text) {
        EventSource source = EventSource.inbound("whatsapp", ChannelType.WHATSAPP).toBuilder()
                .participantId(Desk.CUSTOMER)
                .build();
        return RoomEvent.message(title, source, TextContent.of(text));
    }
}
