package live.roomkit.store.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import live.roomkit.feed.Change;
import live.roomkit.feed.FeedToken;
import live.roomkit.feed.ParkedRoom;
import live.roomkit.internal.feed.Beat;
import live.roomkit.internal.feed.ConsumerGroups;
import live.roomkit.internal.feed.Lease;
import live.roomkit.internal.feed.LostLeaseException;
import org.jspecify.annotations.Nullable;

/** Stores the consumer groups of the change feed in the database, so that all nodes share them. */
final class PostgresGroups implements ConsumerGroups {

    private final StoreConnections connections;

    private final FeedTable feed;

    private final FeedGroupTable table;

    PostgresGroups(StoreConnections connections, FeedTable feed, FeedGroupTable table) {
        this.connections = connections;
        this.feed = feed;
        this.table = table;
    }

    @Override
    public String create(String group, String settings, int partitions, Supplier<FeedToken> start) {
        return this.connections.read(() -> this.table.findSettings(group)).orElseGet(() -> {
            this.connections.transaction(() -> {
                this.feed.preventDeletion();
                return this.table.insert(group, settings, partitions, start.get());
            });
            return this.connections.read(() -> this.table.findSettings(group)).orElse(settings);
        });
    }

    @Override
    public Beat beat(String group, String member, Duration lease) {
        renew(group, member, lease);
        FeedGroupTable.Group found = this.connections.read(() -> this.table.findGroup(group, member));
        List<FeedGroupTable.Partition> partitions = this.connections.read(() -> this.table.findPartitions(group));
        List<Lease> held = new ArrayList<>(partitions.stream()
                .filter(partition -> member.equals(partition.owner()))
                .map(FeedGroupTable.Partition::lease)
                .toList());
        int share = Beat.share(partitions.size(), Math.max(1, found.members()), found.smaller());
        int missing = share - held.size();
        if (missing > 0 && partitions.stream().anyMatch(FeedGroupTable.Partition::isFree)) {
            held.addAll(this.connections.statement(() -> this.table.claim(group, member, lease, missing)));
        }
        Long next = found.nextMillis();
        return new Beat(
                !partitions.isEmpty(),
                held,
                held.size() - share,
                (next != null) ? Duration.ofMillis(next) : lease,
                found.parkedRooms(),
                found.reviving());
    }

    @Override
    public int renew(String group, String member, Duration lease) {
        return this.connections.statement(() -> this.table.renew(group, member, lease));
    }

    @Override
    public void release(String group, String member, Collection<Lease> leases) {
        write(() -> this.table.release(group, member, leases));
    }

    @Override
    public void leave(String group, String member) {
        write(() -> this.table.releaseAll(group, member));
        write(() -> this.table.deleteMember(group, member));
    }

    private void write(Runnable statement) {
        this.connections.statement(() -> {
            statement.run();
            return true;
        });
    }

    @Override
    public void inTransaction(Runnable work) {
        this.connections.transactionOnce(() -> {
            work.run();
            return true;
        });
    }

    @Override
    public boolean isUntouched() {
        try {
            return !this.connections.isRollbackOnly()
                    && this.connections.isOnlyParticipant()
                    && this.connections.read(this.table::isUntouched);
        } catch (RuntimeException ex) {
            return false;
        }
    }

    @Override
    public void advance(String group, String member, Duration lease, Collection<Lease> leases, FeedToken token) {
        if (this.table.move(group, member, lease, leases, token) != leases.size()) {
            throw new LostLeaseException(group);
        }
    }

    @Override
    public void park(String group, int partition, Change change, String failure) {
        this.table.park(group, partition, change, failure);
    }

    @Override
    public void keepBack(String group, List<Change> changes) {
        this.table.keepBack(group, changes);
    }

    @Override
    public Set<String> parkedIn(String group, Collection<Integer> partitions) {
        return new HashSet<>(this.connections.read(() -> this.table.findParkedIn(group, partitions)));
    }

    @Override
    public List<String> revivingIn(String group, Collection<Integer> partitions) {
        return this.connections.read(() -> this.table.findRevivingIn(group, partitions));
    }

    @Override
    public List<Change> keptBack(String group, String roomId, int limit) {
        return this.connections.read(() -> this.table.findKept(group, roomId, limit));
    }

    @Override
    public void removeKept(String group, String roomId, long changeId) {
        this.table.deleteKept(group, roomId, changeId);
    }

    @Override
    public void unpark(String group, String roomId) {
        this.table.unpark(group, roomId);
    }

    @Override
    public List<ParkedRoom> parkedRooms(String group, int limit) {
        return this.connections.read(() -> this.table.findParked(group, limit));
    }

    @Override
    public int revive(String group, @Nullable String roomId) {
        return this.connections.statement(() -> this.table.revive(group, roomId));
    }

    @Override
    public boolean isClosed() {
        return this.connections.isClosed();
    }

    @Override
    public boolean remove(String group) {
        return this.connections.transaction(() -> this.table.remove(group)) > 0;
    }
}
