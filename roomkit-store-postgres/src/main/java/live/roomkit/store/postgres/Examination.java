package live.roomkit.store.postgres;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds what {@link StoreDoctor} found in a store, or in the part of it that was examined.
 *
 * @param findings the faults that were found
 * @param rooms the number of rooms that were examined
 * @param identities the number of identities that were examined
 * @param resumeAfter the place where {@link StoreDoctor#examine(String)} goes on, or {@code null} when everything was
 *     examined
 */
public record Examination(
        List<Finding> findings,
        long rooms,
        long identities,
        @Nullable String resumeAfter) {

    public Examination {
        findings = List.copyOf(findings);
    }

    /** Tells whether everything was examined. */
    public boolean isComplete() {
        return this.resumeAfter == null;
    }
}
