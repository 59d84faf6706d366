package live.roomkit.store.postgres.internal;

/**
 * Implemented by exceptions that say why a store cannot be opened. Problem and advice are separate, so that RoomKit's
 * Spring Boot starter can use the names of its own properties in the advice.
 */
public interface Diagnosed {

    /** Returns the problem as a sentence without a full stop. */
    String problem();

    /**
     * Returns what to do, as a clause that can follow {@link #problem()} in the same sentence. The advice names
     * settings by placeholders in braces, such as {@code {url}}. The placeholders are url, username, password, login
     * (username and password), schema, database, mode (of the migration), maxPoolSize, memory (a store in memory),
     * feed, holds, distribution, migrationUrl, and migrationLogin (username and password for migrationUrl).
     */
    String advice();
}
