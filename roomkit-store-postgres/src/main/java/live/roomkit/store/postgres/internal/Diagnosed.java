package live.roomkit.store.postgres.internal;

/** A failure to open a store that says apart what happened and what to do, so that a framework can name its own settings. */
public interface Diagnosed {

    /** Returns what happened, as a sentence without its full stop. */
    String problem();

    /**
     * Returns what to do, as the rest of a sentence. Settings are names in braces: url, username, password, login (both),
     * schema, database, mode, maxPoolSize, memory, migrationUrl, migrationLogin.
     */
    String advice();
}
