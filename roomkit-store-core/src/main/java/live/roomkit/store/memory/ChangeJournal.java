package live.roomkit.store.memory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.ExpiredFeedTokenException;
import live.roomkit.feed.FeedConsumer;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedState;
import live.roomkit.feed.FeedToken;
import live.roomkit.feed.ForeignFeedTokenException;
import live.roomkit.internal.Checks;
import live.roomkit.internal.feed.ChangeKind;
import live.roomkit.internal.feed.ChangeRow;
import live.roomkit.internal.feed.ConsumerBuilder;
import live.roomkit.internal.feed.FeedPulse;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest changes of all rooms in the order in which they were made. A writer records its change while it
 * holds the lock of the room. A {@link FeedToken} of this feed contains the id of a change. A reader that passes this
 * token gets the changes that come after this change.
 */
final class ChangeJournal implements ChangeFeed {

    private static final int MAX_CHANGES = 100_000;

    private static final int MAX_DELETED = 10_000;

    private static final Pattern TOKEN = Pattern.compile("([0-9a-f-]{36})\\.(\\d{1,18})");

    private final Clock clock;

    private final Runnable requireOpen;

    private final String epoch = UUID.randomUUID().toString();

    private final Deque<Change> changes = new ArrayDeque<>();

    private final MemoryGroups groups;

    private final FeedPulse pulse = new FeedPulse(this);

    private long lastId;

    private long lastDeletedId;

    ChangeJournal(Clock clock, Runnable requireOpen) {
        this.clock = clock;
        this.requireOpen = requireOpen;
        this.groups = new MemoryGroups(clock, requireOpen);
    }

    synchronized void record(ChangeKind kind, String roomId, @Nullable String organizationId, String key, long index) {
        Instant now = Checks.instant("now", this.clock.instant());
        this.changes.addLast(kind.make(new ChangeRow(++this.lastId, roomId, organizationId, now, key, index)));
        if (this.changes.size() > MAX_CHANGES) {
            deleteFirst();
        }
        this.pulse.hurry();
    }

    @Override
    public synchronized FeedPage read(FeedQuery query) {
        Checks.notNull("query", query);
        this.requireOpen.run();
        long after = id(query.after());
        if (after < this.lastDeletedId) {
            throw new ExpiredFeedTokenException();
        }
        List<Change> page = new ArrayList<>();
        long last = after;
        Iterator<Change> rest = from(after);
        while (rest.hasNext() && page.size() < query.limit()) {
            Change change = rest.next();
            last = change.id();
            if (matches(change, query)) {
                page.add(change);
            }
        }
        return new FeedPage(page, place -> token(page.get(place).id()), token(last), rest.hasNext());
    }

    /**
     * Returns the changes with an id above {@code after}. Searches backwards from the newest change, because most
     * readers ask for the newest changes.
     */
    private Iterator<Change> from(long after) {
        int count = (int) (this.lastId - after);
        if (count >= this.changes.size()) {
            return this.changes.iterator();
        }
        Deque<Change> tail = new ArrayDeque<>(count);
        Iterator<Change> newestFirst = this.changes.descendingIterator();
        while (tail.size() < count) {
            tail.addFirst(newestFirst.next());
        }
        return tail.iterator();
    }

    private static boolean matches(Change change, FeedQuery query) {
        return (query.kinds() == null || query.kinds().contains(change.getClass()))
                && (query.organizationId() == null || query.organizationId().equals(change.organizationId()))
                && (query.roomId() == null || query.roomId().equals(change.roomId()));
    }

    @Override
    public synchronized FeedToken earliest() {
        this.requireOpen.run();
        return token(this.lastDeletedId);
    }

    @Override
    public synchronized FeedToken latest() {
        this.requireOpen.run();
        return token(this.lastId);
    }

    @Override
    public synchronized FeedState state() {
        this.requireOpen.run();
        Change oldest = this.changes.peekFirst();
        Duration age = (oldest != null) ? Duration.between(oldest.recordedAt(), this.clock.instant()) : Duration.ZERO;
        return new FeedState(this.changes.size(), age.isNegative() ? Duration.ZERO : age, Duration.ZERO);
    }

    @Override
    public synchronized int deleteBefore(Instant time) {
        Instant before = Checks.instant("time", Checks.notNull("time", time));
        this.requireOpen.run();
        long needed = this.groups.positions().stream().mapToLong(this::id).min().orElse(Long.MAX_VALUE);
        int deleted = 0;
        while (deleted < MAX_DELETED
                && !this.changes.isEmpty()
                && this.changes.getFirst().id() <= needed
                && this.changes.getFirst().recordedAt().isBefore(before)) {
            deleteFirst();
            deleted++;
        }
        return deleted;
    }

    @Override
    public FeedConsumer.Builder consumer(String group) {
        return new ConsumerBuilder(this, this.groups, this.pulse, group);
    }

    @Override
    public boolean removeGroup(String group) {
        return this.groups.remove(ConsumerBuilder.checkedGroup(group));
    }

    private void deleteFirst() {
        this.lastDeletedId = this.changes.removeFirst().id();
    }

    private FeedToken token(long id) {
        return new FeedToken(this.epoch + "." + id);
    }

    private long id(FeedToken token) {
        Matcher parts = TOKEN.matcher(token.value());
        if (!parts.matches() || !parts.group(1).equals(this.epoch) || Long.parseLong(parts.group(2)) > this.lastId) {
            throw new ForeignFeedTokenException();
        }
        return Long.parseLong(parts.group(2));
    }
}
