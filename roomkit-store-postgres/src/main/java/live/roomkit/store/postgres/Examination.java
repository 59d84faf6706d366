package live.roomkit.store.postgres;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Result of an examination by {@link StoreDoctor}. An examination that ends early covers only a part of the store.
 *
 * @param findings the faults that were found
 * @param rooms the number of rooms that were examined
 * @param identities the number of identities that were examined
 * @param resumeAfter the argument to pass to {@link StoreDoctor#examine(String)} to continue the examination, or
 *     {@code null} when {@link #isComplete} returns {@code true}
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
     * Tells whether nothing is left to examine. Also returns {@code true} when a table or column of the store is
     * missing. In this case the doctor examines no identities and no rooms, and one of the {@link #findings} names the
     * missing table or column.
     */
    public boolean isComplete() {
        return this.resumeAfter == null;
    }
}
