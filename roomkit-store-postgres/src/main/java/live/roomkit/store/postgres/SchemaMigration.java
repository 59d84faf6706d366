package live.roomkit.store.postgres;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes one step of a schema's history.
 *
 * @param version the number of the step, such as {@code 1}
 * @param description the change that the step makes
 * @param installedOn the time when the step was run, or {@code null} while it is pending
 */
public record SchemaMigration(
        String version, String description, @Nullable Instant installedOn) {

    /** Tells whether the migration is still to be run. */
    public boolean isPending() {
        return this.installedOn == null;
    }
}
