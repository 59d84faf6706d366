package live.roomkit.internal.store;

import java.time.Instant;
import java.util.Objects;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.identity.MergeRefusal;
import live.roomkit.internal.TimeOrderedUuid;
import org.jspecify.annotations.Nullable;

/** Contains the rules that every store applies to merges of identities. */
public final class Merges {

    private Merges() {}

    /** Returns a merge with a new id. */
    public static IdentityMerge of(String intoId, String fromId, @Nullable String reason, Instant mergedAt) {
        return new IdentityMerge(TimeOrderedUuid.next(), intoId, fromId, mergedAt, reason);
    }

    /**
     * Returns the reason why two identities cannot be merged, or {@code null} when they can.
     *
     * @param fromHasMerged whether other identities are merged into {@code from}
     */
    public static @Nullable MergeRefusal refusal(Identity into, Identity from, boolean fromHasMerged) {
        if (into.id().equals(from.id())) {
            return MergeRefusal.ITSELF;
        }
        if (!Objects.equals(into.organizationId(), from.organizationId())) {
            return MergeRefusal.ANOTHER_ORGANIZATION;
        }
        if (from.merge() != null) {
            return MergeRefusal.ALREADY_MERGED;
        }
        if (into.merge() != null) {
            return MergeRefusal.INTO_MERGED;
        }
        return fromHasMerged ? MergeRefusal.HAS_MERGED : null;
    }
}
