package live.roomkit.store.postgres;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A migration of the store's tables.
 *
 * @param version the version of the tables after the migration, such as {@code 1}
 * @param description a description of the change
 * @param installedOn the time at which the migration was run, or {@code null} when it is pending
 */
public record SchemaMigration(
        String version, String description, @Nullable Instant installedOn) {

    /** Tells whether the migration has not been run yet. */
    public boolean isPending() {
        return this.installedOn == null;
    }
}
