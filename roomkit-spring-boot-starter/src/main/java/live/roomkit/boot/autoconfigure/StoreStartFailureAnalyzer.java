package live.roomkit.boot.autoconfigure;

import live.roomkit.store.StoreException;
import live.roomkit.store.StoreUnavailableException;
import live.roomkit.store.postgres.NewerSchemaException;
import live.roomkit.store.postgres.PendingMigrationsException;
import live.roomkit.store.postgres.UnsupportedServerException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why the database of the store cannot be used, and what to change; told apart by type and SQLSTATE. */
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
        String state = failure.getSqlState();
        return switch ((state != null) ? state : "") {
            case "28P01", "28000" -> refusedLogin(database, state);
            case "3D000" -> unknownDatabase(database);
            case "42501" -> missingRight(database);
            default ->
                (failure instanceof StoreUnavailableException) ? unreachable(database) : other(database, failure);
        };
    }

    private static String hints(StoreStartException cause) {
        boolean encrypted = cause.properties().sslBundle() != null;
        return (cause.properties().migration().isApart() ? MIGRATION_HINT : "")
                + ((encrypted && cause.failure() instanceof StoreUnavailableException) ? SSL_HINT : "");
    }

    private static Report unsupportedServer(RoomKitDatabase database, StoreException failure) {
        return new Report(
                "The conversation store cannot use the server " + at(database) + ". " + failure.getMessage() + ".",
                "Use PostgreSQL 14 or later. Check " + database.origin().settings("url")
                        + " if that is not the server you meant, or give the store a database of its own by"
                        + " roomkit.store.url.");
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

    private static Report refusedLogin(RoomKitDatabase database, @Nullable String state) {
        return new Report(
                "PostgreSQL refused the login of the conversation store " + at(database) + " (SQLSTATE " + state + ").",
                "Check " + database.origin().settings("username", "password")
                        + ". If they are right, the server does not let this user in from here: see its pg_hba.conf.");
    }

    private static Report unknownDatabase(RoomKitDatabase database) {
        return new Report(
                "PostgreSQL runs, but has no such database: the conversation store was to use the one " + at(database)
                        + ".",
                "Check the name in " + database.origin().settings("url") + ", or create the database: CREATE DATABASE "
                        + databaseName(database) + ";");
    }

    private static Report missingRight(RoomKitDatabase database) {
        return new Report(
                "The user of the conversation store has no right to create or change its tables, in schema "
                        + database.getSchema() + " " + at(database) + " (SQLSTATE 42501).",
                """
                Do one of these:

                    - Let that user create the schema: GRANT CREATE ON DATABASE %s TO the_user;
                    - Let another user migrate: set roomkit.store.migration.username and roomkit.store.migration.password%s.
                    - Create the tables by other means, and set roomkit.store.migration.mode=none.
                """.formatted(
                                databaseName(database),
                                (database.origin() == RoomKitDatabase.Origin.STORE_URL)
                                        ? ""
                                        : ", and roomkit.store.migration.url"));
    }

    private static Report unreachable(RoomKitDatabase database) {
        return new Report(
                "The conversation store cannot reach PostgreSQL " + at(database) + ", through "
                        + database.origin().description() + ".",
                "Check that the server runs, and host and port in "
                        + database.origin().settings("url")
                        + ". A firewall in between, or a server that listens to its own machine only, looks the same from"
                        + " here.");
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
        DatabaseAddress address = database.address();
        return (address != null && !address.database().isEmpty()) ? address.database() : "the_database";
    }

    private record Report(String description, String action) {}
}
