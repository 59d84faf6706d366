package live.roomkit.store.postgres;

import java.util.List;

/**
 * Names the capabilities that have tables of their own. A database has these tables once the capability was switched on. Their
 * scripts are numbered from 1000 in the history of the schema, so that they never stand in the way of a later core script.
 */
enum Capability {
    FEED("V1000__create_change_feed.sql", "V1001__create_consumer_groups.sql"),
    HOLDS("V2000__create_holds.sql"),
    SWEEPS("V3000__create_sweeps.sql");

    /** The first version of the scripts of capabilities. */
    static final int FIRST_VERSION = 1000;

    private final List<String> scripts;

    Capability(String... scripts) {
        this.scripts = List.of(scripts);
    }

    /** Returns the names of the capability's scripts, in order. */
    List<String> scripts() {
        return this.scripts;
    }
}
