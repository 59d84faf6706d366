package live.roomkit.samples.boot;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import live.roomkit.boot.feed.ChangeStreams;
import live.roomkit.event.AppendOptions;
import live.roomkit.event.EventPage;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedToken;
import live.roomkit.store.ConversationStore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves the requests of the help desk's web page. Each request that concerns an agent contains the agent's name,
 * because the sample has no login.
 */
@RestController
@RequestMapping("/desk")
class DeskController {

    private final ConversationStore store;

    private final Desk desk;

    private final ChangeFeed feed;

    private final ChangeStreams streams;

    DeskController(ConversationStore store, Desk desk, ChangeFeed feed, ChangeStreams streams) {
        this.store = store;
        this.desk = desk;
        this.feed = feed;
        this.streams = streams;
    }

    @GetMapping("/inbox")
    Desk.Inbox inbox(
            @RequestParam String agent,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "false") boolean unread,
            @RequestParam(defaultValue = "50") int limit) {
        return this.desk.inbox(agent, after, unread, limit);
    }

    @GetMapping("/rooms/{roomId}")
    Desk.Conversation room(@PathVariable String roomId, @RequestParam String agent) {
        return this.desk.conversation(roomId, agent);
    }

    /** Returns the newest events of a room, or the events before or after an index. */
    @GetMapping("/rooms/{roomId}/timeline")
    Timeline timeline(
            @PathVariable String roomId,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(required = false) @Nullable Long after,
            @RequestParam(defaultValue = "50") int limit) {
        EventPage page = this.store.pageEvents(EventQuery.builder(roomId)
                .beforeIndex(before)
                .afterIndex(after)
                .newestFirst(before == null && after == null)
                .limit(limit)
                .build());
        return new Timeline(page.events(), page.hasMore());
    }

    /**
     * Stores a message of the agent, and marks the room as read by the agent. When the room already has the same
     * message with the same idempotency key, returns the stored message instead of storing a second one. Fails when the
     * room has a different message with this key.
     */
    @PostMapping("/rooms/{roomId}/messages")
    @ResponseStatus(HttpStatus.CREATED)
    RoomEvent send(
            @PathVariable String roomId,
            @RequestParam String agent,
            @RequestHeader("Idempotency-Key") String idempotencyKey,
            @RequestBody Text message) {
        this.desk.join(roomId, agent);
        RoomEvent event = Desk.message(roomId, agent, message.text()).toBuilder()
                .idempotencyKey(idempotencyKey)
                .build();
        return this.store.appendEvent(roomId, event, AppendOptions.MARK_READ).event();
    }

    @PostMapping("/rooms/{roomId}/read")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void markRead(@PathVariable String roomId, @RequestParam String agent) {
        this.store.markAllRead(roomId, Desk.channel(agent));
    }

    /**
     * Finds the newest message that the agent did not write, and marks this message and all later events as unread for
     * the agent.
     */
    @PostMapping("/rooms/{roomId}/unread")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void markUnread(@PathVariable String roomId, @RequestParam String agent) {
        String channel = Desk.channel(agent);
        this.store.getConversation(roomId, 50).stream()
                .filter(message -> !message.source().channelId().equals(channel))
                .reduce((older, newer) -> newer)
                .ifPresent(message -> this.store.markUnread(roomId, channel, message.id()));
    }

    @GetMapping("/changes/latest")
    FeedToken latest() {
        return this.feed.latest();
    }

    /** Streams the changes of all conversations in the help desk, beginning after a position in the change feed. */
    @GetMapping("/changes")
    void changes(@RequestParam FeedToken after, HttpServletRequest request, HttpServletResponse response) {
        this.streams.open(request, response, FeedQuery.after(after).organizationId(Desk.ORGANIZATION));
    }

    record Text(String text) {}

    record Timeline(List<RoomEvent> events, boolean more) {}
}
