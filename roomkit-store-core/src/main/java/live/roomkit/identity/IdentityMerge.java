package live.roomkit.identity;

import java.time.Instant;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Describes that an identity was merged into another one. Lookups treat merged identities as one person. A merge does
 * not change the records of the two identities, so it can be undone.
 *
 * @param id the id of the merge, chosen by the store
 * @param intoId the id of the identity into which the identity {@code fromId} was merged
 * @param fromId the id of the identity that was merged into the identity {@code intoId}
 * @param mergedAt the time of the merge, by the clock of the store
 * @param reason the reason that the caller gave, if any
 */
public record IdentityMerge(
        String id,
        String intoId,
        String fromId,
        Instant mergedAt,
        @Nullable String reason) {

    /** Rejects invalid values. */
    public IdentityMerge {
        Checks.id("id", id);
        Checks.id("intoId", intoId);
        Checks.id("fromId", fromId);
        mergedAt = Checks.instant("mergedAt", Checks.notNull("mergedAt", mergedAt));
        Checks.optionalText("reason", reason);
    }
}
