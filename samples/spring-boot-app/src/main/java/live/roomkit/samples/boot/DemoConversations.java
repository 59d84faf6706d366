package live.roomkit.samples.boot;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.DeleteContent;
import live.roomkit.content.EditContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.TextContent;
import live.roomkit.content.ToolCallContent;
import live.roomkit.content.ToolCallOutcome;
import live.roomkit.content.ToolCallStatus;
import live.roomkit.event.AppendOptions;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.participant.Participant;
import live.roomkit.participant.ParticipantRole;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Adds demonstration conversations to the help desk when the application starts, if the property {@code desk.demo} is
 * {@code true} and the conversations do not exist yet. The bean always exists and checks the property itself,
 * because a native image evaluates conditions on beans when the image is built.
 */
@Component
class DemoConversations implements ApplicationRunner {

    private static final String AGENT = "dana";

    private static final String ASSISTANT = "assistant";

    /** Number of minutes in an hour. */
    private static final int HOUR = 60;

    private final ConversationStore store;

    private final Desk desk;

    private final boolean demo;

    private final Instant now = Instant.now();

    DemoConversations(ConversationStore store, Desk desk, @Value("${desk.demo:false}") boolean demo) {
        this.store = store;
        this.desk = desk;
        this.demo = demo;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (!this.demo || this.store.roomExists("order-4711")) {
            return;
        }
        closedByMail();
        newsletterByMail();
        callbackBySms();
        orderWithAssistant();
        visitorOnTheWeb();
    }

    private void closedByMail() {
        Customer ida = customer("invoice-88", "Ida Berg", ChannelType.EMAIL);
        ida.says(50 * HOUR, "Our invoice 88 still has the old address. Could you send a corrected one?");
        answers(ida.room, 49 * HOUR, "Done: the corrected invoice is on its way. Anything else?");
        ida.says(48 * HOUR, "No, that is all. Thank you!");
        this.store.markAllRead(ida.room, Desk.channel(AGENT));
        this.store.updateRoom(
                ida.room,
                room -> room.toBuilder()
                        .status(RoomStatus.CLOSED)
                        .closedAt(Instant.now())
                        .build());
    }

    private void newsletterByMail() {
        Customer amara = customer("newsletter-3", "Amara Okafor", ChannelType.EMAIL);
        amara.says(26 * HOUR, "Please take me off the newsletter.");
        answers(amara.room, 25 * HOUR, "You are off the list. It may take a day until the last one arrives.");
    }

    private void callbackBySms() {
        Customer noah = customer("callback-12", "Noah Klein", ChannelType.SMS);
        noah.says(190, "Please call me back about the delivery on Friday.");
        RoomEvent number = noah.says(189, "Here is my card number, in case you need it: 0000 0000 0000 0000");
        append(noah.room, 188, noah.source, DeleteContent.of(number.id()), EventType.DELETE);
        RoomEvent promise = answers(noah.room, 185, "We call you today at 3.");
        EditContent correction = EditContent.of(promise.id(), TextContent.of("We call you today at 4."));
        append(noah.room, 184, promise.source(), correction, EventType.EDIT);
    }

    private void orderWithAssistant() {
        Customer mia = customer("order-4711", "Mia Torres", ChannelType.WHATSAPP);
        mia.says(24 * HOUR, "Hello! I ordered a desk lamp on Monday. When does it arrive?");
        answers(mia.room, 24 * HOUR - 4, "Within three days. We write to you when it leaves.");
        this.store.addParticipant(Participant.builder(mia.room, ASSISTANT, "ai")
                .displayName("Assistant")
                .role(ParticipantRole.BOT)
                .build());
        mia.says(14, "Where is my order 4711?");
        EventSource assistant = EventSource.outbound("ai", ChannelType.AI).toBuilder()
                .participantId(ASSISTANT)
                .build();
        ToolCallContent call = ToolCallContent.of("find_order", "call-1", Map.of("order", 4711));
        append(mia.room, 14, assistant, call, EventType.TOOL_CALL_START);
        ToolCallContent answered = call.toBuilder()
                .status(ToolCallStatus.COMPLETED)
                .outcome(ToolCallOutcome.SERVED)
                .durationMs(184L)
                .result(Map.of("order", 4711, "state", "in transit", "expected", "tomorrow"))
                .build();
        append(mia.room, 14, assistant, answered, EventType.TOOL_CALL_END);
        TextContent answer = TextContent.of("Your order 4711 is in transit. We expect it to arrive tomorrow.");
        append(mia.room, 14, assistant, answer, EventType.MESSAGE);
        mia.says(6, "Tomorrow nobody is at home. Can it go to a neighbour?");
        mia.says(5, "Number 12, the Okafor family.");
    }

    private void visitorOnTheWeb() {
        Customer visitor = customer("web-visitor", "Visitor 309", ChannelType.WEBSOCKET);
        visitor.says(2, "Hello, is anybody there?\nI can't sign in since this morning.");
    }

    private Customer customer(String roomId, String name, ChannelType channelType) {
        this.desk.open(roomId, name, channelType);
        return new Customer(roomId, channelType);
    }

    private RoomEvent answers(String roomId, int minutesAgo, String text) {
        this.desk.join(roomId, AGENT);
        RoomEvent answer = Desk.message(roomId, AGENT, text).toBuilder()
                .createdAt(ago(minutesAgo))
                .build();
        return this.store.appendEvent(roomId, answer, AppendOptions.MARK_READ).event();
    }

    private RoomEvent append(String roomId, int minutesAgo, EventSource source, EventContent content, EventType type) {
        RoomEvent event = RoomEvent.builder(roomId, source, content)
                .type(type)
                .createdAt(ago(minutesAgo))
                .build();
        return this.store.appendEvent(roomId, event).event();
    }

    private Instant ago(int minutes) {
        return this.now.minus(Duration.ofMinutes(minutes));
    }

    private final class Customer {

        private final String room;

        private final EventSource source;

        Customer(String room, ChannelType channelType) {
            this.room = room;
            this.source = EventSource.inbound(Desk.customerChannel(channelType), channelType).toBuilder()
                    .participantId(Desk.CUSTOMER)
                    .build();
        }

        RoomEvent says(int minutesAgo, String text) {
            return append(this.room, minutesAgo, this.source, TextContent.of(text), EventType.MESSAGE);
        }
    }
}
