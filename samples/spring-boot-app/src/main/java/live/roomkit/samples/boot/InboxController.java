package live.roomkit.samples.boot;

import java.util.List;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.inbox.InboxCursor;
import live.roomkit.inbox.InboxEntry;
import live.roomkit.inbox.InboxPage;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.inbox.InboxTotals;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lists the active and paused rooms to which the channel of an agent is bound. The id of this channel is the agent's
 * name.
 */
@RestController
@RequestMapping("/inbox/{agent}")
class InboxController {

    private final ConversationStore store;

    InboxController(ConversationStore store) {
        this.store = store;
    }

    @GetMapping
    PageView list(@PathVariable String agent, @RequestParam(required = false) @Nullable InboxCursor after) {
        return PageView.of(this.store.listInbox(inbox(agent).after(after)));
    }

    @GetMapping("/totals")
    InboxTotals totals(@PathVariable String agent) {
        return this.store.getInboxTotals(inbox(agent));
    }

    @PutMapping("/{roomId}")
    void join(@PathVariable String agent, @PathVariable String roomId) {
        this.store.addBinding(ChannelBinding.of(roomId, agent, ChannelType.WEBSOCKET));
    }

    @PostMapping("/{roomId}/read")
    void read(@PathVariable String agent, @PathVariable String roomId) {
        this.store.markAllRead(roomId, agent);
    }

    private static InboxQuery inbox(String agent) {
        return InboxQuery.ofChannel(agent).statuses(RoomStatus.ACTIVE, RoomStatus.PAUSED);
    }

    record PageView(List<EntryView> rooms, @Nullable String next) {

        static PageView of(InboxPage page) {
            return new PageView(
                    page.entries().stream().map(EntryView::of).toList(),
                    (page.next() != null) ? page.next().token() : null);
        }
    }

    record EntryView(String room, long unread, @Nullable Message last) {

        static EntryView of(InboxEntry entry) {
            return new EntryView(
                    entry.room().id(),
                    entry.unread().messages(),
                    (entry.lastMessage() != null) ? Message.of(entry.lastMessage()) : null);
        }
    }
}
