package live.roomkit.store.observation;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Describes the database of a store in the terms of OpenTelemetry's conventions. The description contains no user name
 * and no password.
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

    /** Rejects {@code null} as the kind of database. */
    public ObservedDatabase {
        Checks.notNull("system", system);
    }

    /** Returns a description that contains only the kind of database. */
    public static ObservedDatabase of(String system) {
        return new ObservedDatabase(system, null, null, null);
    }
}
