package live.roomkit.benchmarks.growth;

import static live.roomkit.benchmarks.growth.Operation.of;
import static live.roomkit.benchmarks.growth.Operation.prepared;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.AppendOptions;
import live.roomkit.event.EventSource;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;

/**
 * Operations that append, change or delete events, and operations that move read markers. All of them use the room with
 * the most events.
 */
final class EventWrites {

    private static final EventSource SOURCE = EventSource.inbound("ai-main", ChannelType.AI);

    private static final int MARKED = 1_000;

    /**
     * Operations that move a read marker. These operations run before the operations that delete events, because moving
     * a read marker takes longer in a room with deleted events.
     */
    static final List<Operation> MARKERS = List.of(
            of(
                    "markRead",
                    (store, data) -> store.markRead(data.hot(), "reader", data.event((int)
                            (data.number() % Math.min(MARKED, data.hotEvents()))))),
            of(
                    "markUnread",
                    (store, data) -> store.markUnread(data.hot(), "reader", data.event((int)
                            (data.number() % Math.min(MARKED, data.hotEvents()))))),
            of("markAllRead", (store, data) -> store.markAllRead(data.hot(), "reader of all")));

    static final List<Operation> ALL = List.of(
            of("appendEvent", (store, data) -> store.appendEvent(data.hot(), event(data.hot(), data))),
            prepared("appendEvent again", (store, data) -> {
                RoomEvent event = event(data.hot(), data);
                store.appendEvent(data.hot(), event);
                return () -> store.appendEvent(data.hot(), event);
            }),
            of("addEventAutoIndex", (store, data) -> store.addEventAutoIndex(data.hot(), event(data.hot(), data))),
            of(
                    "addEventsAutoIndex, 20",
                    (store, data) -> store.addEventsAutoIndex(
                            data.hot(),
                            Stream.generate(() -> event(data.hot(), data))
                                    .limit(20)
                                    .toList())),
            prepared("addEvent", (store, data) -> {
                RoomEvent next = at(next(store, data), data);
                return () -> store.addEvent(next);
            }),
            of(
                    "updateEvent",
                    (store, data) -> store.updateEvent(event(data.hot(), data).toBuilder()
                            .id(data.event(100))
                            .build())),
            of(
                    "updateEvent by a function",
                    (store, data) -> store.updateEvent(data.hot(), data.event(100), UnaryOperator.identity())),
            of(
                    "appendEvent that marks the room read",
                    (store, data) -> store.appendEvent(data.hot(), event(data.hot(), data), AppendOptions.MARK_READ)),
            prepared("addEvent in a gap", (store, data) -> {
                long next = next(store, data);
                RoomEvent missing = at(next, data);
                store.addEvent(at(next + 1, data));
                return () -> store.addEvent(missing);
            }),
            prepared("deleteEvent with a reply", (store, data) -> {
                String id = thread(store, data);
                return () -> store.deleteEvent(data.hot(), id);
            }),
            prepared("deleteEvent without its reply", (store, data) -> {
                String id = thread(store, data);
                return () -> store.deleteEvent(data.hot(), id, ReplyPolicy.KEEP);
            }));

    private EventWrites() {}

    /** Returns a message with a new idempotency key. */
    static RoomEvent event(String roomId, Deployment data) {
        return RoomEvent.builder(roomId, SOURCE, TextContent.of("Lorem ipsum dolor sit amet"))
                .idempotencyKey(data.newId())
                .build();
    }

    private static RoomEvent at(long index, Deployment data) {
        return event(data.hot(), data).toBuilder().index(index).build();
    }

    private static long next(ConversationStore store, Deployment data) {
        return store.getRoom(data.hot()).map(Room::latestIndex).orElseThrow() + 1;
    }

    private static String thread(ConversationStore store, Deployment data) {
        RoomEvent root = event(data.hot(), data);
        store.appendEvent(data.hot(), root);
        store.appendEvent(
                data.hot(),
                event(data.hot(), data).toBuilder().parentEventId(root.id()).build());
        return root.id();
    }
}
