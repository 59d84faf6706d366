package live.roomkit.store.observation;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Describes the database behind an observed store, in the terms of OpenTelemetry. It names no user and holds no secret.
 *
 * @param system the kind of database, such as {@code postgresql}
 * @param namespace the database and schema, such as {@code chat.roomkit}, if known
 * @param serverAddress the server's host name or address, if known
 * @param serverPort the server's port, if known
 */
public record ObservedDatabase(
        String system,
        @Nullable String namespace,
        @Nullable String serverAddress,
        @Nullable Integer serverPort) {

    /** Refuses a database without a kind. */
    public ObservedDatabase {
        Checks.notNull("system", system);
    }

    /** Describes a database of which only the kind is known. */
    public static ObservedDatabase of(String system) {
        return new ObservedDatabase(system, null, null, null);
    }
}
