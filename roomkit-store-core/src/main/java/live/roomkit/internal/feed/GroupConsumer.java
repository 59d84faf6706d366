package live.roomkit.internal.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedConsumer;
import live.roomkit.feed.FeedConsumerState;
import live.roomkit.feed.FeedGroupConflictException;
import live.roomkit.feed.ParkedRoom;
import live.roomkit.internal.Checks;

/** Runs the threads of a consumer. Each thread is a separate member of the consumer group. */
final class GroupConsumer implements FeedConsumer {

    /**
     * Time that {@link #close} waits for the threads to end before it interrupts them, and the time that it waits after
     * the interrupt. A thread that is calling the handler is interrupted only after the duration of a lease.
     */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final ConsumerGroups groups;

    private final ConsumerSettings settings;

    private final List<GroupMember> members;

    private final AtomicBoolean closed = new AtomicBoolean();

    private GroupConsumer(ConsumerGroups groups, ConsumerSettings settings, List<GroupMember> members) {
        this.groups = groups;
        this.settings = settings;
        this.members = members;
    }

    static GroupConsumer start(ChangeFeed feed, ConsumerGroups groups, FeedPulse pulse, ConsumerSettings settings) {
        join(feed, groups, settings);
        List<GroupMember> members = IntStream.range(0, settings.threads())
                .mapToObj(number -> new GroupMember(feed, groups, pulse, settings))
                .toList();
        members.forEach(GroupMember::register);
        members.forEach(GroupMember::start);
        return new GroupConsumer(groups, settings, members);
    }

    /**
     * Creates the consumer group that {@code settings} names, unless it exists. Throws an exception when the stored
     * settings of an existing group differ from {@code settings}.
     */
    static void join(ChangeFeed feed, ConsumerGroups groups, ConsumerSettings settings) {
        String given = settings.shared();
        String existing =
                groups.create(settings.group(), given, settings.partitions(), () -> switch (settings.start()) {
                    case EARLIEST -> feed.earliest();
                    case LATEST -> feed.latest();
                });
        if (!existing.equals(given)) {
            throw new FeedGroupConflictException(settings.group(), existing, given);
        }
    }

    @Override
    public String group() {
        return this.settings.group();
    }

    @Override
    public FeedConsumerState state() {
        Set<Integer> partitions = this.members.stream()
                .flatMap(member -> member.partitions().stream())
                .collect(Collectors.toSet());
        Duration lag = this.members.stream()
                .map(GroupMember::behindSince)
                .filter(Objects::nonNull)
                .map(since -> Duration.between(since, Instant.now()))
                .filter(age -> !age.isNegative())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return new FeedConsumerState(
                partitions,
                lag,
                this.members.stream()
                        .mapToLong(member -> member.handler().handled())
                        .sum(),
                this.members.stream()
                        .mapToLong(member -> member.handler().failures())
                        .sum(),
                this.members.stream().mapToLong(GroupMember::parkedRooms).max().orElse(0),
                this.members.stream()
                        .map(GroupMember::failure)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
    }

    @Override
    public List<ParkedRoom> parkedRooms(int limit) {
        return this.groups.parkedRooms(group(), Checks.limit(limit));
    }

    @Override
    public boolean revive(String roomId) {
        int revived = this.groups.revive(group(), Checks.text("roomId", roomId));
        this.members.forEach(GroupMember::beatSoon);
        return revived > 0;
    }

    @Override
    public int reviveAll() {
        int revived = this.groups.revive(group(), null);
        this.members.forEach(GroupMember::beatSoon);
        return revived;
    }

    @Override
    public void close() {
        if (this.closed.compareAndSet(false, true)) {
            this.members.forEach(GroupMember::stop);
            long start = System.nanoTime();
            long end = start + this.settings.lease().toNanos();
            threads().forEach(thread -> thread.awaitEnd(start + MOMENT.toNanos(), end));
            threads().forEach(MemberThread::abandon);
            long last = System.nanoTime() + MOMENT.toNanos();
            threads().forEach(thread -> thread.awaitEnd(last, last));
        }
    }

    private Stream<MemberThread> threads() {
        return this.members.stream().map(GroupMember::thread);
    }
}
