package live.roomkit.store.postgres;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Result of an examination by {@link StoreDoctor}, of a whole store or of a part of it.
 *
 * @param findings the faults that were found
 * @param rooms the number of rooms that were examined
 * @param identities the number of identities that were examined
 * @param resumeAfter the argument with which {@link StoreDoctor#examine(String)} continues, or {@code null} when everything
 *     was examined
 */
public record Examination(
        List<Finding> findings,
        long rooms,
        long identities,
        @Nullable String resumeAfter) {

    public Examination {
        findings = List.copyOf(findings);
    }

    /**
     * Tells whether nothing is left to examine. Also returns {@code true} when the schema cannot be read. One of the
     * {@link #findings} then says so, and no room was examined.
     */
    public boolean isComplete() {
        return this.resumeAfter == null;
    }
}
