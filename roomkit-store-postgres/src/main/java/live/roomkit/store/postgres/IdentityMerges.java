package live.roomkit.store.postgres;

import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.identity.MergeRefusal;
import live.roomkit.internal.store.Merges;
import live.roomkit.store.IdentityMergeException;
import live.roomkit.store.IdentityNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Merges one identity into another. A merge first locks the rows of both identities in the order of their ids, and then
 * updates both rows. A REPEATABLE READ transaction whose snapshot is older than the merge does not see the merge. When
 * such a transaction then locks one of the two updated rows, PostgreSQL makes it fail. Otherwise the transaction could
 * merge an identity into an identity that is itself merged.
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
