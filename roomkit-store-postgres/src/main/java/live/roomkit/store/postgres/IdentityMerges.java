package live.roomkit.store.postgres;

import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.identity.MergeRefusal;
import live.roomkit.internal.store.Merges;
import live.roomkit.store.IdentityMergeException;
import live.roomkit.store.IdentityNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Merges one identity into another. A merge locks the rows of both identities in the order of the ids, and then updates
 * both rows. These updates make a concurrent merge of one of the two identities fail when the transaction of that merge
 * has an older snapshot. Without this failure, an identity could be merged into an identity that is itself merged.
 */
final class IdentityMerges {

    private final Database database;

    private final IdentityTable identities;

    IdentityMerges(Database database, IdentityTable identities) {
        this.database = database;
        this.identities = identities;
    }

    IdentityMerge merge(String intoId, String fromId, @Nullable String reason) {
        return write(Merges.of(intoId, fromId, reason, this.database.now()));
    }

    /** Stores a merge whose id and time are already set, such as an imported merge. */
    IdentityMerge write(IdentityMerge merge) {
        String intoId = merge.intoId();
        String fromId = merge.fromId();
        boolean intoFirst = intoId.compareTo(fromId) <= 0;
        Identity first = lock(intoFirst ? intoId : fromId);
        Identity second = lock(intoFirst ? fromId : intoId);
        MergeRefusal refusal = Merges.refusal(
                intoFirst ? first : second, intoFirst ? second : first, this.identities.hasMerged(fromId));
        if (refusal != null) {
            throw new IdentityMergeException(fromId, refusal);
        }
        this.identities.writeMerge(merge);
        return merge;
    }

    private Identity lock(String identityId) {
        return this.identities.lock(identityId).orElseThrow(() -> new IdentityNotFoundException(identityId));
    }
}
