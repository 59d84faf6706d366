package live.roomkit.store.postgres;

import java.sql.Connection;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Runs the migration scripts of a schema, lists them, and compares them with Flyway's history table. */
final class MigrationHistory {

    private static final Pattern REQUIRED_VERSION = Pattern.compile("requires RoomKit schema version (\\d+)");

    private final SchemaName schema;

    private final MigrationScripts scripts;

    MigrationHistory(SchemaName schema, MigrationScripts scripts) {
        this.schema = schema;
        this.scripts = scripts;
    }

    /**
     * Runs the pending migrations. Tries a second time when Flyway fails although the database reported no error.
     * Before Flyway takes its lock, it checks whether the schema is empty. When another instance of the application
     * creates a table between the check and the lock, the first attempt fails and the second one succeeds.
     */
    void migrate(Connection connection) {
        try {
            migrateOnce(connection);
        } catch (FlywayException ex) {
            if (PostgresErrors.sqlState(ex) != null) {
                throw ex;
            }
            refuseOtherScripts(flyway(connection).info());
            migrateOnce(connection);
        }
    }

    /**
     * Runs the pending migrations once. Lets Flyway run scripts out of order only when a pending script has a lower
     * version than a script that has already run. A new version of the library can add a script for the tables that
     * every store has. The scripts of each optional {@link Capability} have higher versions than the added script, and
     * may already have run.
     */
    private void migrateOnce(Connection connection) {
        Flyway inOrder = flyway(connection);
        boolean late = Arrays.stream(inOrder.info().all()).anyMatch(one -> one.getState() == MigrationState.IGNORED);
        (late ? IsolatedFlyway.outOfOrder(connection, this.schema, this.scripts) : inOrder).migrate();
    }

    /**
     * Creates a Flyway instance and empties the search path of the connection. Flyway calls functions without a schema
     * name. With another schema on the search path, PostgreSQL could call functions of that schema instead of its own.
     */
    private Flyway flyway(Connection connection) {
        emptySearchPath(connection);
        return IsolatedFlyway.on(connection, this.schema, this.scripts);
    }

    private static void emptySearchPath(Connection connection) {
        new JdbcTemplate(new SingleConnectionDataSource(connection, true))
                .queryForObject("SELECT pg_catalog.set_config('search_path', '', false)", String.class);
    }

    /**
     * Throws an exception when the comment on the table {@code rooms} says that the tables require a newer library
     * version.
     */
    void refuseNewer(JdbcTemplate jdbc) {
        String comment = jdbc.queryForObject(
                "SELECT pg_catalog.obj_description(pg_catalog.to_regclass(?), 'pg_class')",
                String.class,
                '"' + this.schema.toString() + "\".rooms");
        Matcher required = REQUIRED_VERSION.matcher((comment != null) ? comment : "");
        if (required.find() && Integer.parseInt(required.group(1)) > MigrationScripts.LATEST_VERSION) {
            throw new NewerSchemaException(
                    this.schema.toString(), Integer.parseInt(required.group(1)), MigrationScripts.LATEST_VERSION);
        }
    }

    /**
     * Throws an exception when a migration script of this library was not run, or differs from the script that was run.
     */
    void requireComplete(Connection connection) {
        emptySearchPath(connection);
        MigrationInfoService migrations =
                IsolatedFlyway.outOfOrder(connection, this.schema, this.scripts).info();
        refuseOtherScripts(migrations);
        if (migrations.pending().length > 0) {
            throw new PendingMigrationsException(
                    this.schema.toString(),
                    Arrays.stream(migrations.pending())
                            .map(MigrationInfo::getScript)
                            .toList());
        }
    }

    /** Returns the completed and the pending migrations, in order. */
    List<SchemaMigration> migrations(Connection connection) {
        return Arrays.stream(flyway(connection).info().all())
                .filter(migration -> migration.getVersion() != null && migration.getState() != MigrationState.BASELINE)
                .filter(migration -> migration.getState().isResolved() || isOfCore(migration))
                .map(MigrationHistory::migration)
                .toList();
    }

    private static boolean isOfCore(MigrationInfo migration) {
        return migration.getVersion().getMajor().intValue() < Capability.FIRST_VERSION;
    }

    private static SchemaMigration migration(MigrationInfo migration) {
        Date installedOn = migration.getInstalledOn();
        return new SchemaMigration(
                String.valueOf(migration.getVersion()),
                migration.getDescription(),
                (installedOn != null) ? Instant.ofEpochMilli(installedOn.getTime()) : null);
    }

    private void refuseOtherScripts(MigrationInfoService migrations) {
        for (MigrationInfo migration : migrations.applied()) {
            if (!migration.isChecksumMatching()) {
                throw OpeningProblem.OTHER_SCRIPTS.exception(this.schema, migration.getScript());
            }
        }
    }
}
