package live.roomkit.internal.feed;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import live.roomkit.feed.Change;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedStart;
import live.roomkit.feed.FeedToken;
import org.jspecify.annotations.Nullable;

/** Contains the settings of a feed consumer. */
record ConsumerSettings(
        String group,
        int partitions,
        Duration lease,
        int batch,
        FeedStart start,
        @Nullable Set<Class<? extends Change>> kinds,
        @Nullable String organizationId,
        int threads,
        int attempts,
        Duration pause,
        Consumer<Runnable> around,
        Consumer<? super Change> handler) {

    /** Returns, as a text, the settings that must be the same for all members of a group. */
    String shared() {
        String ofKinds = (this.kinds == null)
                ? "all kinds"
                : this.kinds.stream().map(Class::getSimpleName).sorted().collect(Collectors.joining("+"));
        return this.partitions + " partitions, " + ofKinds + ", "
                + ((this.organizationId == null) ? "all rooms" : "organization " + this.organizationId);
    }

    FeedQuery queryAfter(FeedToken token) {
        return new FeedQuery(token, this.batch, this.kinds, this.organizationId, null);
    }

    /**
     * Returns the number of the partition that a room belongs to. The partition of a room must never change. Each
     * partition has its own stored feed position, so changes of a room that moved to another partition could be skipped
     * or handled twice.
     */
    int partitionOf(String roomId) {
        int hash = roomId.hashCode() * 0x9E3779B1;
        return Math.floorMod(hash ^ (hash >>> 15), this.partitions);
    }
}
