package live.roomkit.store.postgres;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of a schema's history.
 *
 * @param version its number, such as {@code 1}
 * @param description what it does
 * @param installedOn when it was run, or {@code null} while it is to be run
 */
public record SchemaMigration(
        String version, String description, @Nullable Instant installedOn) {

    /** Whether it is still to be run. */
    public boolean isPending() {
        return this.installedOn == null;
    }
}
