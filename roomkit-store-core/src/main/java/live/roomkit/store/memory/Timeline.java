package live.roomkit.store.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.ThreadSummary;
import live.roomkit.inbox.Unread;
import live.roomkit.internal.store.Inboxes;
import live.roomkit.internal.store.ReceivedMessages;
import org.jspecify.annotations.Nullable;

/** Stores the events of one room and finds them by index, id, idempotency key and parent event. */
final class Timeline {

    private final UnaryOperator<String> erasedKey;

    private final NavigableMap<Long, StoredEvent> byIndex = new TreeMap<>();

    private final Map<String, StoredEvent> byId = new HashMap<>();

    private final Map<String, StoredEvent> byKey = new HashMap<>();

    private final Map<String, NavigableMap<Long, StoredEvent>> byParent = new HashMap<>();

    /**
     * Creates an empty timeline.
     *
     * @param erasedKey returns the hash that is stored instead of an idempotency key after the event with this key was
     *     erased
     */
    Timeline(UnaryOperator<String> erasedKey) {
        this.erasedKey = erasedKey;
    }

    void put(StoredEvent stored) {
        RoomEvent event = stored.event();
        this.byIndex.put(event.index(), stored);
        this.byId.put(event.id(), stored);
        if (event.idempotencyKey() != null) {
            this.byKey.put(event.idempotencyKey(), stored);
        }
        if (event.parentEventId() != null) {
            this.byParent
                    .computeIfAbsent(event.parentEventId(), parentEventId -> new TreeMap<>())
                    .put(event.index(), stored);
        }
    }

    void remove(StoredEvent stored) {
        RoomEvent event = stored.event();
        this.byIndex.remove(event.index());
        this.byId.remove(event.id());
        if (event.idempotencyKey() != null) {
            this.byKey.remove(event.idempotencyKey());
        }
        if (event.parentEventId() != null) {
            this.byParent.computeIfPresent(event.parentEventId(), (parentEventId, replies) -> {
                replies.remove(event.index());
                return replies.isEmpty() ? null : replies;
            });
        }
    }

    @Nullable
    StoredEvent get(String eventId) {
        return this.byId.get(eventId);
    }

    @Nullable
    StoredEvent getByKey(@Nullable String idempotencyKey) {
        if (idempotencyKey == null) {
            return null;
        }
        StoredEvent stored = this.byKey.get(idempotencyKey);
        return (stored != null) ? stored : this.byKey.get(this.erasedKey.apply(idempotencyKey));
    }

    Optional<RoomEvent> find(String eventId) {
        return Optional.ofNullable(get(eventId)).map(StoredEvent::event);
    }

    Optional<RoomEvent> findByKey(String idempotencyKey) {
        return Optional.ofNullable(getByKey(idempotencyKey)).map(StoredEvent::event);
    }

    /** Returns all events in order of their index. */
    Collection<StoredEvent> all() {
        return this.byIndex.values();
    }

    boolean hasIndex(long index) {
        return this.byIndex.containsKey(index);
    }

    /**
     * Returns an event, followed by its direct replies in order of their index. An event that names itself as its
     * parent is returned once.
     */
    List<StoredEvent> withReplies(StoredEvent root) {
        List<StoredEvent> events = new ArrayList<>();
        events.add(root);
        replies(root.id()).values().stream()
                .filter(reply -> !reply.id().equals(root.id()))
                .forEach(events::add);
        return events;
    }

    /**
     * Returns the number of events up to and including an index. Counting takes constant time when the indices have no
     * gaps. When indices are missing, the events between the index and the nearer end of the timeline are counted one
     * by one.
     */
    long countUpTo(long index) {
        if (this.byIndex.isEmpty() || index < this.byIndex.firstKey()) {
            return 0;
        }
        long first = this.byIndex.firstKey();
        long last = Math.max(this.byIndex.lastKey(), index);
        if (last - first + 1 == this.byIndex.size()) {
            return index - first + 1;
        }
        return (index - first < last - index)
                ? this.byIndex.headMap(index, true).size()
                : this.byIndex.size() - this.byIndex.tailMap(index, false).size();
    }

    List<RoomEvent> list(EventQuery query) {
        boolean newestFirst = query.newestFirst() || query.beforeIndex() != null;
        NavigableMap<Long, StoredEvent> window = window(query);
        Stream<StoredEvent> events = (newestFirst ? window.descendingMap() : window).values().stream();
        List<RoomEvent> page = events.map(StoredEvent::event)
                .filter(new EventMatcher(query.filter()))
                .skip(Objects.requireNonNullElse(query.offset(), 0))
                .limit(query.limit())
                .collect(Collectors.toCollection(ArrayList::new));
        if (newestFirst) {
            Collections.reverse(page);
        }
        return Collections.unmodifiableList(page);
    }

    long count(EventFilter filter) {
        return candidates(filter).values().stream()
                .map(StoredEvent::event)
                .filter(new EventMatcher(filter))
                .count();
    }

    Map<String, ThreadSummary> summaries(Collection<String> rootIds) {
        Map<String, ThreadSummary> summaries = new LinkedHashMap<>();
        for (String rootId : rootIds) {
            summary(replies(rootId).values()).ifPresent(summary -> summaries.put(rootId, summary));
        }
        return Collections.unmodifiableMap(summaries);
    }

    /** Returns the newest message that was not blocked, or {@code null} when there is none. */
    @Nullable
    RoomEvent lastMessage() {
        return this.byIndex.descendingMap().values().stream()
                .map(StoredEvent::event)
                .filter(ReceivedMessages::include)
                .findFirst()
                .orElse(null);
    }

    /**
     * Returns the number of events and the number of messages after the read marker of a channel. The number of
     * messages leaves out the channel's own messages among the newest 1 000 events after the marker. It includes older
     * messages of the channel.
     */
    Unread unread(long marker, String channelId) {
        NavigableMap<Long, StoredEvent> unread = this.byIndex.tailMap(marker, false);
        long messages = unread.values().stream()
                .filter(stored -> ReceivedMessages.include(stored.event()))
                .count();
        long own = unread.descendingMap().values().stream()
                .limit(Inboxes.SEARCHED)
                .filter(stored -> ReceivedMessages.isSentBy(stored.event(), channelId))
                .count();
        return Unread.of(unread.size(), messages - own);
    }

    private NavigableMap<Long, StoredEvent> window(EventQuery query) {
        NavigableMap<Long, StoredEvent> events = candidates(query.filter());
        if (query.afterIndex() != null) {
            return events.tailMap(query.afterIndex(), false);
        }
        return (query.beforeIndex() != null) ? events.headMap(query.beforeIndex(), false) : events;
    }

    private NavigableMap<Long, StoredEvent> candidates(EventFilter filter) {
        return (filter.parentEventId() != null) ? replies(filter.parentEventId()) : this.byIndex;
    }

    private NavigableMap<Long, StoredEvent> replies(String eventId) {
        return this.byParent.getOrDefault(eventId, Collections.emptyNavigableMap());
    }

    private static Optional<ThreadSummary> summary(Collection<StoredEvent> replies) {
        List<Instant> times = replies.stream()
                .map(StoredEvent::event)
                .filter(new EventMatcher(EventFilter.NONE))
                .map(RoomEvent::createdAt)
                .sorted()
                .toList();
        return times.isEmpty()
                ? Optional.empty()
                : Optional.of(new ThreadSummary(times.size(), times.get(times.size() - 1)));
    }
}
