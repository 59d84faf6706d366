package live.roomkit.store.memory;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.roomkit.feed.Change;
import live.roomkit.feed.FeedToken;
import live.roomkit.feed.ParkedRoom;
import live.roomkit.internal.feed.Beat;
import live.roomkit.internal.feed.ConsumerGroups;
import live.roomkit.internal.feed.Lease;
import live.roomkit.internal.feed.LostLeaseException;
import org.jspecify.annotations.Nullable;

/**
 * Stores the consumer groups of an {@link InMemoryStore}. The store has no transactions, so when a consumer fails to
 * handle a change, the writes that the consumer made before the failure are kept.
 */
final class MemoryGroups implements ConsumerGroups {

    private static final int MAX_REVIVING = 100;

    private final Clock clock;

    private final Runnable requireOpen;

    private final Map<String, Group> groups = new TreeMap<>();

    MemoryGroups(Clock clock, Runnable requireOpen) {
        this.clock = clock;
        this.requireOpen = requireOpen;
    }

    synchronized List<FeedToken> positions() {
        return this.groups.values().stream()
                .flatMap(group -> group.partitions.stream())
                .map(partition -> partition.token)
                .toList();
    }

    @Override
    public String create(String group, String settings, int partitions, Supplier<FeedToken> start) {
        this.requireOpen.run();
        FeedToken token = start.get();
        synchronized (this) {
            return this.groups.computeIfAbsent(group, name -> new Group(settings, partitions, token)).settings;
        }
    }

    @Override
    public synchronized Beat beat(String group, String member, Duration lease) {
        this.requireOpen.run();
        Group found = this.groups.get(group);
        if (found == null) {
            return new Beat(false, List.of(), 0, lease, 0, false);
        }
        renew(group, member, lease);
        long now = System.nanoTime();
        found.members.values().removeIf(until -> until - now < 0);
        int smaller = (int) found.members.keySet().stream()
                .filter(name -> name.compareTo(member) < 0)
                .count();
        int share = Beat.share(found.partitions.size(), found.members.size(), smaller);
        int missing = share - found.heldBy(member).size();
        found.partitions.stream()
                .filter(partition -> partition.owner == null || partition.leaseUntil - now < 0)
                .limit(Math.max(0, missing))
                .forEach(partition -> partition.claim(member, now + lease.toNanos()));
        List<Lease> held = found.heldBy(member);
        long next = found.members.entrySet().stream()
                .filter(other -> !other.getKey().equals(member))
                .mapToLong(other -> other.getValue() - now)
                .min()
                .orElse(lease.toNanos());
        boolean reviving = found.parked.values().stream().anyMatch(ParkedRoom::reviving);
        return new Beat(true, held, held.size() - share, Duration.ofNanos(next), found.parked.size(), reviving);
    }

    @Override
    public synchronized int renew(String group, String member, Duration lease) {
        this.requireOpen.run();
        Group found = this.groups.get(group);
        if (found == null) {
            return 0;
        }
        long until = System.nanoTime() + lease.toNanos();
        found.members.put(member, until);
        List<Partition> held = found.partitions.stream()
                .filter(partition -> member.equals(partition.owner))
                .toList();
        held.forEach(partition -> partition.leaseUntil = until);
        return held.size();
    }

    @Override
    public synchronized void release(String group, String member, Collection<Lease> leases) {
        Group found = this.groups.get(group);
        if (found != null) {
            leases.stream()
                    .filter(lease -> found.isHeld(member, lease))
                    .forEach(lease -> found.partitions.get(lease.partition()).owner = null);
        }
    }

    @Override
    public synchronized void leave(String group, String member) {
        release(
                group,
                member,
                (this.groups.get(group) != null) ? this.groups.get(group).heldBy(member) : List.of());
        if (this.groups.get(group) != null) {
            this.groups.get(group).members.remove(member);
        }
    }

    @Override
    public void inTransaction(Runnable work) {
        this.requireOpen.run();
        work.run();
    }

    @Override
    public boolean isUntouched() {
        return true;
    }

    @Override
    public synchronized void advance(
            String group, String member, Duration lease, Collection<Lease> leases, FeedToken token) {
        Group found = this.groups.get(group);
        if (found == null || !leases.stream().allMatch(held -> found.isHeld(member, held))) {
            throw new LostLeaseException(group);
        }
        long until = System.nanoTime() + lease.toNanos();
        for (Lease held : leases) {
            Partition partition = found.partitions.get(held.partition());
            partition.token = token;
            partition.leaseUntil = until;
        }
    }

    @Override
    public synchronized void park(String group, int partition, Change change, String failure) {
        Group found = this.groups.get(group);
        if (found != null) {
            String roomId = change.roomId();
            found.partitionOfParked.put(roomId, partition);
            found.parked.put(roomId, new ParkedRoom(roomId, change.id(), failure, this.clock.instant(), false));
        }
    }

    @Override
    public synchronized void keepBack(String group, List<Change> changes) {
        Group found = this.groups.get(group);
        if (found != null) {
            changes.forEach(change -> found.kept
                    .computeIfAbsent(change.roomId(), room -> new TreeMap<>())
                    .put(change.id(), change));
        }
    }

    @Override
    public synchronized Set<String> parkedIn(String group, Collection<Integer> partitions) {
        return parked(group, partitions).map(ParkedRoom::roomId).collect(Collectors.toSet());
    }

    @Override
    public synchronized List<String> revivingIn(String group, Collection<Integer> partitions) {
        return parked(group, partitions)
                .filter(ParkedRoom::reviving)
                .map(ParkedRoom::roomId)
                .limit(MAX_REVIVING)
                .toList();
    }

    private Stream<ParkedRoom> parked(String group, Collection<Integer> partitions) {
        Group found = this.groups.get(group);
        return (found == null)
                ? Stream.empty()
                : found.parked.values().stream()
                        .filter(room -> partitions.contains(found.partitionOfParked.get(room.roomId())));
    }

    @Override
    public synchronized List<Change> keptBack(String group, String roomId, int limit) {
        Group found = this.groups.get(group);
        TreeMap<Long, Change> kept = (found != null) ? found.kept.get(roomId) : null;
        return (kept != null) ? kept.values().stream().limit(limit).toList() : List.of();
    }

    @Override
    public synchronized void removeKept(String group, String roomId, long changeId) {
        Group found = this.groups.get(group);
        TreeMap<Long, Change> kept = (found != null) ? found.kept.get(roomId) : null;
        if (kept != null) {
            kept.headMap(changeId, true).clear();
        }
    }

    @Override
    public synchronized void unpark(String group, String roomId) {
        Group found = this.groups.get(group);
        if (found != null) {
            found.parked.remove(roomId);
            found.partitionOfParked.remove(roomId);
            found.kept.remove(roomId);
        }
    }

    @Override
    public synchronized List<ParkedRoom> parkedRooms(String group, int limit) {
        this.requireOpen.run();
        Group found = this.groups.get(group);
        return (found != null) ? found.parked.values().stream().limit(limit).toList() : List.of();
    }

    @Override
    public synchronized int revive(String group, @Nullable String roomId) {
        this.requireOpen.run();
        Group found = this.groups.get(group);
        if (found == null) {
            return 0;
        }
        List<ParkedRoom> rooms = new ArrayList<>(found.parked.values());
        rooms.removeIf(room -> roomId != null && !room.roomId().equals(roomId));
        rooms.forEach(room -> found.parked.put(
                room.roomId(), new ParkedRoom(room.roomId(), room.changeId(), room.failure(), room.parkedAt(), true)));
        return rooms.size();
    }

    @Override
    public boolean isClosed() {
        try {
            this.requireOpen.run();
            return false;
        } catch (IllegalStateException ex) {
            return true;
        }
    }

    @Override
    public synchronized boolean remove(String group) {
        this.requireOpen.run();
        return this.groups.remove(group) != null;
    }

    private static final class Group {

        private final String settings;

        private final List<Partition> partitions = new ArrayList<>();

        private final Map<String, Long> members = new TreeMap<>();

        private final Map<String, ParkedRoom> parked = new TreeMap<>();

        private final Map<String, Integer> partitionOfParked = new TreeMap<>();

        private final Map<String, TreeMap<Long, Change>> kept = new TreeMap<>();

        private Group(String settings, int partitions, FeedToken token) {
            this.settings = settings;
            for (int number = 0; number < partitions; number++) {
                this.partitions.add(new Partition(number, token));
            }
        }

        private List<Lease> heldBy(String member) {
            return this.partitions.stream()
                    .filter(partition -> member.equals(partition.owner))
                    .map(Partition::lease)
                    .toList();
        }

        private boolean isHeld(String member, Lease lease) {
            Partition partition = this.partitions.get(lease.partition());
            return member.equals(partition.owner) && partition.fencing == lease.fencing();
        }
    }

    private static final class Partition {

        private final int number;

        private FeedToken token;

        private @Nullable String owner;

        private long fencing = Lease.firstFencing();

        private long leaseUntil;

        private Partition(int number, FeedToken token) {
            this.number = number;
            this.token = token;
        }

        private void claim(String member, long until) {
            this.owner = member;
            this.fencing++;
            this.leaseUntil = until;
        }

        private Lease lease() {
            return new Lease(this.number, this.fencing, this.token);
        }
    }
}
