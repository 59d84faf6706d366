package live.roomkit.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.inbox.InboxCursor;
import live.roomkit.inbox.InboxEntry;
import live.roomkit.inbox.InboxPage;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.inbox.InboxTotals;
import live.roomkit.inbox.Unread;
import live.roomkit.internal.Unicode;
import live.roomkit.internal.store.Inboxes;
import live.roomkit.internal.store.ReceivedMessages;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import org.jspecify.annotations.Nullable;

/** Reads an inbox by reading every room, for stores that do not override the inbox operations. */
final class InboxScan {

    private static final EventFilter MESSAGES = EventFilter.ofTypes(EventType.MESSAGE);

    private static final EventFilter ALL =
            EventFilter.builder().includeBlocked(true).build();

    private static final Comparator<InboxCursor> LIVELIEST_FIRST = Comparator.comparing(InboxCursor::activeAt)
            .thenComparing(InboxCursor::roomId, Unicode::compare)
            .reversed();

    private final ConversationStore store;

    private final RoomScan rooms;

    InboxScan(ConversationStore store) {
        this.store = store;
        this.rooms = new RoomScan(store);
    }

    InboxPage page(InboxQuery query) {
        Inboxes.checked(query);
        List<Room> found = rooms(query).stream()
                .filter(room -> query.after() == null || LIVELIEST_FIRST.compare(query.cursor(room), query.after()) > 0)
                .sorted(Comparator.comparing(query::cursor, LIVELIEST_FIRST))
                .filter(room -> !query.unreadOnly() || unread(room, query).messages() > 0)
                .limit(query.limit() + 1L)
                .toList();
        List<InboxEntry> entries = found.stream()
                .limit(query.limit())
                .map(room -> entry(room, query))
                .toList();
        return InboxPage.of(entries, found.size() > entries.size());
    }

    InboxTotals totals(InboxQuery query) {
        Inboxes.checkedForTotals(query);
        return InboxTotals.of(
                rooms(query).stream().map(room -> unread(room, query)).toList());
    }

    private List<Room> rooms(InboxQuery query) {
        Set<String> owned = owned(Inboxes.lookup(query));
        List<Room> found = new ArrayList<>();
        RoomQuery all = RoomQuery.builder()
                .organizationId(query.organizationId())
                .statuses(query.statuses())
                .metadata(query.metadata())
                .build();
        this.rooms.each(all, room -> {
            if ((owned == null || owned.contains(room.id())) && hasType(room, query)) {
                found.add(room);
            }
        });
        return found;
    }

    private @Nullable Set<String> owned(@Nullable RoomLookup lookup) {
        if (lookup == null) {
            return null;
        }
        Set<String> ids = new HashSet<>();
        RoomLookup following = lookup;
        List<Room> page;
        do {
            RoomLookup asked = following;
            page = RoomScan.fitting(limit -> this.store.listRooms(asked.limit(limit)));
            page.forEach(room -> ids.add(room.id()));
            following = page.isEmpty()
                    ? lookup
                    : lookup.after(page.get(page.size() - 1).cursor());
        } while (!page.isEmpty());
        return ids;
    }

    private boolean hasType(Room room, InboxQuery query) {
        return query.channelType() == null
                || this.store.listBindings(room.id()).stream()
                        .anyMatch(binding -> binding.channelType().equals(query.channelType()));
    }

    private InboxEntry entry(Room room, InboxQuery query) {
        List<Participant> participants = this.store.listParticipants(room.id());
        List<RoomEvent> last = this.store
                .pageEvents(EventQuery.newest(room.id(), 1).toBuilder()
                        .filter(MESSAGES)
                        .build())
                .events();
        return new InboxEntry(
                room,
                last.isEmpty() ? null : last.get(0),
                unread(room, query),
                participants.subList(0, Math.min(participants.size(), InboxEntry.MAX_PARTICIPANTS)),
                participants.size(),
                query.cursor(room));
    }

    private Unread unread(Room room, InboxQuery query) {
        String reader = query.readBy();
        if (reader == null) {
            return Unread.NONE;
        }
        long marker = this.store.listReadMarkers(room.id()).getOrDefault(reader, -1L);
        EventQuery after =
                EventQuery.builder(room.id()).filter(ALL).afterIndex(marker).build();
        long events = 0;
        long messages = 0;
        try (Stream<RoomEvent> unread = this.store.streamEvents(after)) {
            for (RoomEvent event : (Iterable<RoomEvent>) unread::iterator) {
                events++;
                messages += ReceivedMessages.include(event) ? 1 : 0;
            }
        }
        return Unread.of(events, messages - own(room, reader, marker));
    }

    /**
     * Returns the number of messages that the channel {@code reader} sent after the index {@code marker}. Counts only
     * messages among the newest {@link Inboxes#SEARCHED} events of the room.
     */
    private long own(Room room, String reader, long marker) {
        EventQuery newest = EventQuery.newest(room.id(), Inboxes.SEARCHED).toBuilder()
                .filter(ALL)
                .build();
        return this.store.listEvents(newest).stream()
                .filter(event -> event.index() > marker && ReceivedMessages.isSentBy(event, reader))
                .count();
    }
}
