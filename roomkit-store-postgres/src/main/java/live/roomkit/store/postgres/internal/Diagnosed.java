package live.roomkit.store.postgres.internal;

/**
 * Implemented by exceptions that say why a store cannot be opened. Problem and advice are separate, so that a framework can
 * use the names of its own settings in the advice.
 */
public interface Diagnosed {

    /** Returns the problem as a sentence without a full stop. */
    String problem();

    /**
     * Returns what to do, as the second part of the sentence that {@link #problem()} begins. The advice names settings
     * by placeholders in braces: url, username, password, login (username and password), schema, database, mode,
     * maxPoolSize, memory, migrationUrl, migrationLogin.
     */
    String advice();
}
