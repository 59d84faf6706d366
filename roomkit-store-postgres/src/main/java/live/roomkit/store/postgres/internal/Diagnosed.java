package live.roomkit.store.postgres.internal;

/**
 * Describes a failure to open a store in two parts, the problem and the advice, so that a framework can name its own
 * settings.
 */
public interface Diagnosed {

    /** Returns the problem, as a sentence without its full stop. */
    String problem();

    /**
     * Returns the advice, as the rest of a sentence. Settings are names in braces: url, username, password, login
     * (both), schema, database, mode, maxPoolSize, memory, migrationUrl, migrationLogin.
     */
    String advice();
}
