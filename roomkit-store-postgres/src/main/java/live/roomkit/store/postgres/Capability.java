package live.roomkit.store.postgres;

import java.util.List;

/**
 * Lists the optional capabilities that need additional tables. A database has the tables of a capability from the
 * moment when the capability is first switched on. The migration scripts of capabilities have version numbers from 1000
 * on. Lower numbers remain free for later scripts of the tables that every store has.
 */
enum Capability {
    FEED("V1000__create_change_feed.sql", "V1001__create_consumer_groups.sql"),
    HOLDS("V2000__create_holds.sql"),
    SWEEPS("V3000__create_sweeps.sql");

    /** The lowest version number that the migration script of a capability can have. */
    static final int FIRST_VERSION = 1000;

    private final List<String> scripts;

    Capability(String... scripts) {
        this.scripts = List.of(scripts);
    }

    List<String> scripts() {
        return this.scripts;
    }
}
