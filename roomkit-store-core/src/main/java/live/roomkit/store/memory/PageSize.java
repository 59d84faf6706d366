package live.roomkit.store.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.inbox.InboxEntry;
import live.roomkit.participant.Participant;
import live.roomkit.room.RoomContext;
import live.roomkit.store.PageTooLargeException;
import live.roomkit.store.json.RecordJson;

/**
 * Refuses lists of several records that together have more bytes of JSON than the maximum page size. A list with a
 * single record is never refused.
 */
final class PageSize {

    private static final RecordJson JSON = new RecordJson(Integer.MAX_VALUE);

    private final long maxPageSize;

    PageSize(long maxPageSize) {
        this.maxPageSize = maxPageSize;
    }

    <T extends Record> List<T> checked(List<T> records) {
        check(records);
        return records;
    }

    /**
     * Returns the given page of events. Throws an exception when the page exceeds the maximum page size. The exception
     * contains the number of events that fit into this size. This number counts from the newest event when the query
     * sets {@code newestFirst} or {@code beforeIndex}. For every other query, it counts from the oldest event.
     */
    List<RoomEvent> checked(EventQuery query, List<RoomEvent> page) {
        List<RoomEvent> inOrder = new ArrayList<>(page);
        if (query.newestFirst() || query.beforeIndex() != null) {
            Collections.reverse(inOrder);
        }
        check(inOrder);
        return page;
    }

    RoomContext checked(RoomContext context) {
        check(Stream.of(List.of(context.room()), context.bindings(), context.participants())
                .flatMap(List::stream)
                .toList());
        return context;
    }

    /**
     * Returns how many inbox entries fit into the maximum page size, counted from the first entry. The first entry
     * always counts as fitting, even if it is larger than this size.
     */
    int fitting(List<InboxEntry> entries) {
        long bytes = 0;
        int fitting = 0;
        for (InboxEntry entry : entries) {
            bytes += JSON.write(entry.room()).length;
            bytes += (entry.lastMessage() != null) ? JSON.write(entry.lastMessage()).length : 0;
            for (Participant participant : entry.participants()) {
                bytes += JSON.write(participant).length;
            }
            if (bytes > this.maxPageSize && fitting > 0) {
                break;
            }
            fitting++;
        }
        return fitting;
    }

    private void check(List<? extends Record> records) {
        long bytes = 0;
        int fitting = 0;
        for (Record value : records) {
            bytes += JSON.write(value).length;
            fitting += (bytes <= this.maxPageSize) ? 1 : 0;
        }
        if (bytes > this.maxPageSize && records.size() > 1) {
            throw new PageTooLargeException(records.size(), bytes, this.maxPageSize, Math.max(fitting, 1));
        }
    }
}
