package live.roomkit.boot.autoconfigure;

import java.util.Map;
import live.roomkit.boot.autoconfigure.RoomKitDatabase.Origin;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreUnavailableException;
import live.roomkit.store.postgres.NewerSchemaException;
import live.roomkit.store.postgres.PendingMigrationsException;
import live.roomkit.store.postgres.PythonTablesException;
import live.roomkit.store.postgres.UnsupportedServerException;
import live.roomkit.store.postgres.internal.ConnectionUrl.Address;
import live.roomkit.store.postgres.internal.Diagnosed;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why the database of the store cannot be used, and which property to change. The analysis takes the
 * explanation from the exception of the store, and adds the names of the properties that the application can set.
 */
final class StoreStartFailureAnalyzer extends AbstractFailureAnalyzer<StoreStartException> {

    private static final String MIGRATION_HINT =
            "\n\nThe tables are migrated through roomkit.store.migration.*: check these settings too.";

    private static final String SSL_HINT =
            "\n\nThe connection is encrypted by roomkit.store.ssl-bundle: the failure is the"
                    + " same when the server takes no encrypted connections, when the bundle does not trust its certificate, or when"
                    + " that is made out to another host.";

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StoreStartException cause) {
        Report report = report(cause.database(), cause.failure());
        return new FailureAnalysis(report.description(), report.action() + hints(cause), cause);
    }

    private static Report report(RoomKitDatabase database, StoreException failure) {
        if (failure instanceof UnsupportedServerException) {
            return unsupportedServer(database, failure);
        }
        if (failure instanceof NewerSchemaException newer) {
            return newerSchema(database, newer);
        }
        if (failure instanceof PendingMigrationsException pending) {
            return pendingMigrations(database, pending);
        }
        if (failure instanceof PythonTablesException python) {
            return pythonTables(database, python);
        }
        return (failure instanceof Diagnosed diagnosed)
                ? diagnosed(database, failure, diagnosed)
                : other(database, failure);
    }

    private static String hints(StoreStartException cause) {
        boolean encrypted = cause.properties().sslBundle() != null;
        boolean named = cause.failure() instanceof Diagnosed diagnosed
                && diagnosed.advice().contains("{migration");
        return ((cause.properties().migration().isApart() && !named) ? MIGRATION_HINT : "")
                + ((encrypted && cause.failure() instanceof StoreUnavailableException) ? SSL_HINT : "");
    }

    private static Report unsupportedServer(RoomKitDatabase database, StoreException failure) {
        return new Report(
                "The conversation store cannot use the server " + at(database) + ". "
                        + String.valueOf(failure.getMessage())
                                .replace("new InMemoryStore()", "roomkit.store.type=memory")
                        + ".",
                "Use PostgreSQL 14 or later. Check " + database.origin().settings("url")
                        + " if that is not the server you meant, or give the store a database of its own by"
                        + " roomkit.store.url. To try things out without PostgreSQL, set roomkit.store.type=memory:"
                        + " conversations are lost when the application ends.");
    }

    private static Report newerSchema(RoomKitDatabase database, NewerSchemaException failure) {
        return new Report(
                "The tables of the conversation store, in schema " + database.getSchema() + " " + at(database)
                        + ", were changed by a newer version of RoomKit and can no longer be used by this one: they ask for"
                        + " schema version " + failure.getRequiredVersion() + ", and this version knows "
                        + failure.getKnownVersion() + ".",
                "Use the version of RoomKit that the other instances of the application use, or a newer one.");
    }

    private static Report pendingMigrations(RoomKitDatabase database, PendingMigrationsException failure) {
        return new Report(
                "The tables of the conversation store, in schema " + database.getSchema() + " " + at(database)
                        + ", are missing or too old: " + String.join(", ", failure.getScripts()) + " was not run, and"
                        + " roomkit.store.migration.mode=validate forbids to run it now.",
                "Start one instance with roomkit.store.migration.mode=migrate, as a user who may create tables. Where only"
                        + " people may do that, run the script by hand, which is in live/roomkit/store/postgres/migration"
                        + " of the jar roomkit-store-postgres, and set roomkit.store.migration.mode=none.");
    }

    private static Report pythonTables(RoomKitDatabase database, PythonTablesException failure) {
        return new Report(
                "The database " + at(database) + " holds tables of RoomKit's Python program, in the schemas "
                        + failure.getSchemas() + ". That program would mistake the tables of this store for an earlier"
                        + " version of its own, and offer a migration that drops their data.",
                "Give the store a database of its own by roomkit.store.url. To go on all the same, keep the Python program's"
                        + " role from schema " + database.getSchema()
                        + ", and set roomkit.store.migration.beside-python-store=true.");
    }

    private static Report diagnosed(RoomKitDatabase database, StoreException failure, Diagnosed diagnosed) {
        String verb = (failure instanceof StoreUnavailableException)
                ? "cannot reach PostgreSQL "
                : "cannot use its database ";
        String advice = named(diagnosed.advice(), database);
        return new Report(
                "The conversation store " + verb + at(database) + ", through "
                        + database.origin().description() + ". " + diagnosed.problem() + ".",
                Character.toUpperCase(advice.charAt(0)) + advice.substring(1) + ".");
    }

    private static String named(String advice, RoomKitDatabase database) {
        Origin origin = database.origin();
        Map<String, String> names = Map.ofEntries(
                Map.entry("url", origin.settings("url")),
                Map.entry("username", origin.settings("username")),
                Map.entry("password", origin.settings("password")),
                Map.entry("login", origin.settings("username", "password")),
                Map.entry("schema", "roomkit.store.schema"),
                Map.entry("database", databaseName(database)),
                Map.entry("feed", "roomkit.store.feed.enabled"),
                Map.entry("holds", "roomkit.store.protection.holds"),
                Map.entry("mode", "roomkit.store.migration.mode"),
                Map.entry("distribution", "roomkit.store.distribution"),
                Map.entry("memory", "roomkit.store.type=memory"),
                Map.entry(
                        "maxPoolSize",
                        (origin == Origin.STORE_URL) ? "roomkit.store.pool.max-size" : "the size of its pool"),
                Map.entry("migrationUrl", "roomkit.store.migration.url"),
                Map.entry(
                        "migrationLogin",
                        "roomkit.store.migration.username and roomkit.store.migration.password"
                                + ((origin == Origin.STORE_URL) ? "" : " with roomkit.store.migration.url")));
        String text = advice;
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace('{' + name.getKey() + '}', name.getValue());
        }
        return text;
    }

    private static Report other(RoomKitDatabase database, StoreException failure) {
        return new Report(
                "The conversation store cannot use its database " + at(database) + ". " + failure.getMessage() + ".",
                "Look up the SQLSTATE in the appendix \"Error Codes\" of PostgreSQL's documentation, and see the server's"
                        + " log.");
    }

    private static String at(RoomKitDatabase database) {
        return (database.address() != null)
                ? "at " + database.address()
                : "of " + database.origin().description();
    }

    private static String databaseName(RoomKitDatabase database) {
        Address address = database.address();
        return (address != null && !address.database().isEmpty()) ? address.database() : "the_database";
    }

    private record Report(String description, String action) {}
}
