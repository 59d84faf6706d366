package live.roomkit.store.postgres;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects appends to one room, so that one statement can write them together. No two appends of a batch have the same
 * event id or the same idempotency key. The number and the total size of the appends are limited.
 */
final class AppendBatch {

    private static final int MAX_EVENTS = 256;

    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final List<PendingAppend> appends;

    private final Set<String> ids = new HashSet<>();

    private final Set<String> keys = new HashSet<>();

    private long bytes;

    /**
     * Creates a batch.
     *
     * @param appends the list to which {@link #take} adds appends; it contains the first append already
     */
    AppendBatch(List<PendingAppend> appends) {
        this.appends = appends;
        count(appends.get(0));
    }

    boolean fits(PendingAppend other) {
        return other.anyStatus() == this.appends.get(0).anyStatus()
                && this.appends.size() < MAX_EVENTS
                && this.bytes + other.row().bytes() <= MAX_BYTES
                && !this.ids.contains(other.row().id())
                && (other.row().key() == null || !this.keys.contains(other.row().key()));
    }

    /**
     * Adds an append to the batch. Returns {@code false} and does nothing when the caller of the append no longer waits
     * for its event to be written.
     */
    boolean take(PendingAppend other) {
        this.appends.add(other);
        boolean taken = other.take();
        if (taken) {
            count(other);
        } else {
            this.appends.remove(this.appends.size() - 1);
        }
        return taken;
    }

    private void count(PendingAppend append) {
        this.bytes += append.row().bytes();
        this.ids.add(append.row().id());
        if (append.row().key() != null) {
            this.keys.add(append.row().key());
        }
    }
}
