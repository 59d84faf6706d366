package live.roomkit.store.postgres;

import java.util.Map;
import live.roomkit.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Lists the problems that prevent a store from being opened. Each problem describes what happened and which setting to
 * change.
 */
enum OpeningProblem {
    UNKNOWN_HOST("The host of the database is unknown", "check the host in {url}", true),

    REFUSED(
            "The database cannot be reached: no server takes connections there",
            "check host and port in {url}, and whether the server runs and listens to more than its own machine",
            true),

    NO_ANSWER(
            "The database cannot be reached: nothing answered in time",
            "check host and port in {url}; a firewall in between, or a server that hangs, looks like this. Of several"
                    + " servers, none may be of the targetServerType that the URL asks for",
            true),

    CLOSED(
            "The database cannot be reached: the server there closed the connection",
            "check whether host and port in {url} are those of PostgreSQL, and see the server's log",
            true),

    OTHER_PROTOCOL(
            "The server there does not speak PostgreSQL's protocol, or is a pooler that refuses the login",
            "check host and port in {url}; if that is PgBouncer, its log says why, such as a user or database that it does"
                    + " not know, or a start-up parameter that ignore_startup_parameters should name",
            true),

    STARTING(
            "The server takes no connections now: it starts, stops or recovers",
            "try again later, or check host and port in {url}",
            true),

    TOO_MANY_CONNECTIONS(
            "The database takes no more connections",
            "lower {maxPoolSize}, or raise the server's max_connections or the limit of the role or database",
            true),

    POOL_EXHAUSTED(
            "The DataSource gave no connection in time, and no reason",
            "check whether all connections of its pool are in use, and host and port in {url}",
            true),

    CERTIFICATE(
            "The certificate of the database is not trusted, or a file of the encryption is missing",
            "check sslmode and sslrootcert in {url}, and whether the certificate is for that host",
            true),

    NO_PASSWORD("The server asks for a password, and none was given, or an empty one", "set {password}", false),

    NO_LOGIN(
            "The server asks for a password, and neither username nor password was given",
            "set {login}; without a username the driver takes that of the operating system",
            false),

    NO_ENCRYPTION(
            "The driver broke off the login: the server does not encrypt",
            "switch encryption on at the server, or check sslmode in {url}, which asks for it",
            true),

    DRIVER_BROKE_OFF(
            "The driver broke off the login",
            "look for the reason among these: {password} is missing or empty; the server does not encrypt although {url} asks"
                    + " for it by sslmode or channelBinding; the server asks for a login method that the driver does not support",
            true),

    NO_USERNAME(
            "No username was given, so the driver logged in as the user of the operating system, whom the server refused",
            "set {login}",
            false),

    WRONG_LOGIN("The server refused the login", "check {login}", false),

    NOT_LET_IN(
            "The server refused the login: it does not let this user in from here, or does not know the user",
            "check {login}, and see the server's pg_hba.conf: it may also ask for encryption, which sslmode=require in {url}"
                    + " switches on",
            false),

    UNKNOWN_DATABASE(
            "The database does not exist on that server",
            "check its name in {url}, or create it: CREATE DATABASE {database}; where the server's default encoding is not"
                    + " UTF8, with ENCODING 'UTF8' TEMPLATE template0",
            false),

    NO_RIGHT_TO_CONNECT(
            "The user has no right to connect to the database, or to set a parameter that the URL sets",
            "GRANT CONNECT ON DATABASE {database} TO the_user, and check the parameters in {url}",
            false),

    TIME_ZONE(
            "The server refused a value that the driver sends with the login, which is the time zone of this JVM, %s, unless"
                    + " the URL sets parameters",
            "start the JVM with -Duser.timezone=UTC or another name that the server lists in pg_timezone_names; it is not a"
                    + " setting of the URL",
            false),

    PARAMETER("The server refused a parameter", "check the parameters in {url}", false),

    NO_DRIVER(
            "No JDBC driver takes the URL of the DataSource",
            "put org.postgresql:postgresql on the class path and check {url}; in a jar that was merged from several, merge"
                    + " the files META-INF/services too: that of java.sql.Driver was lost",
            false),

    LOST_PLUGINS(
            "Flyway's plug-ins are not found",
            "put flyway-core and flyway-database-postgresql on the class path; in a jar that was merged from several, merge"
                    + " the files META-INF/services too (Maven Shade: ServicesResourceTransformer, Gradle Shadow:"
                    + " mergeServiceFiles): that of org.flywaydb.core.extensibility.Plugin was lost",
            false),

    OTHER_PRODUCT(
            "The DataSource is one of %s, and this store works on PostgreSQL",
            "give the store a PostgreSQL by {url}, or keep conversations in memory by {memory}", false),

    BROKEN_DATA_SOURCE(
            "The DataSource cannot make connections",
            "check its settings: it may have no URL, or one without driver",
            false),

    NO_REASON(
            "The driver or the pool failed and gave no SQLSTATE",
            "see the types of the causes, and the log of the server and the pool",
            true),

    ENCODING(
            "The database has the encoding %s, in which not every message can be stored",
            "create one with CREATE DATABASE {database} ENCODING 'UTF8' TEMPLATE template0 (with a LOCALE that has UTF-8, such"
                    + " as C), move the data there, and name it in {url}",
            false),

    SEARCH_PATH(
            "The search_path %s names pg_catalog after another schema, whose functions could stand in for the server's own",
            "leave pg_catalog out of search_path, or name it first, where it is set: ALTER ROLE or ALTER DATABASE, or"
                    + " currentSchema or options in {url}",
            false),

    NO_RIGHT_TO_CREATE(
            "The user has no right to create schema %s",
            "GRANT CREATE ON DATABASE {database} TO the_user, or let an administrator run CREATE SCHEMA %s AUTHORIZATION"
                    + " the_user, or migrate as another user by {migrationLogin}, or create the tables by other means and set"
                    + " {mode}=none",
            false),

    NO_RIGHT_IN_SCHEMA(
            "The user has no right to create tables in schema %s, which belongs to another role",
            "GRANT USAGE, CREATE ON SCHEMA %s TO the_user, which a right on the database does not include, or ALTER SCHEMA %s"
                    + " OWNER TO the_user, or migrate as its owner by {migrationLogin}",
            false),

    NO_RIGHT_TO_CHANGE(
            "The user has no right to change the tables in schema %s, which belong to another role",
            "migrate as their owner by {migrationLogin}, or hand them over: REASSIGN OWNED BY their_owner TO the_user; no GRANT"
                    + " lets another role change tables",
            false),

    NO_RIGHT_TO_READ(
            "The user has no right to read the tables in schema %s",
            "GRANT USAGE ON SCHEMA %s TO the_user; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %s TO the_user;"
                    + " or migrate as their owner by {migrationLogin}, which grants that",
            false),

    NO_RIGHT("The user has no right to create or change schema %s", "grant it, or migrate by {migrationLogin}", false),

    TABLE_IN_THE_WAY(
            "Schema %s holds another table by the name of one of RoomKit's",
            "choose another by {schema}, or move that table", false),

    READ_ONLY(
            "The database does not take writes",
            "check whether the host in {url} is a standby, and whether default_transaction_read_only is set",
            false),

    LOCKED(
            "Another session held a lock on the tables in schema %s for too long, and nothing was changed",
            "start again when it is done; pg_stat_activity and pg_locks show it", false),

    CANCELLED(
            "The server cancelled the migration of schema %s, and nothing was changed",
            "give the role that migrates a longer statement_timeout, and start again", false),

    NO_TABLES(
            "Schema %s holds no tables of RoomKit",
            "have the store create them by {mode}=migrate, or run the scripts by hand, or check {schema} and the database in {url}",
            false),

    INCOMPLETE_TABLES(
            "The tables in schema %s are not those of this version: %s missing",
            "run the migrations by {mode}=migrate; where schema_version says that they were run, restore what was removed from"
                    + " a dump, or drop the schema and have it created",
            false),

    FOREIGN_HISTORY(
            "Schema %s holds a table schema_version that is not RoomKit's, but that of another program",
            "choose another schema by {schema}", false),

    FEED_ON(
            "The change feed of schema %s is on, and this store would not write its changes to it",
            "set {feed} to true, or switch the feed off by new PostgresSchema(dataSource, \"%s\").switchFeedOff()",
            false),

    FEED_OFF(
            "The change feed of schema %s is off, or belongs to the database of which this one is a copy",
            "open one store with {mode}=migrate, which switches it on, or run new PostgresSchema(dataSource, \"%s\").feed().migrate()",
            false),

    FEED_ON_CITUS(
            "The change feed cannot be on in schema %s, which Citus distributes: each of its nodes counts transactions by itself,"
                    + " so no reader could tell which changes are new",
            "set {feed} to false, or keep the tables on one server without {distribution}", false),

    HOLDS_PLACED(
            "Holds keep data in schema %s, and this store would delete it all the same",
            "set {holds} to true, or release all holds first", false),

    HOLDS_ON_CITUS(
            "Holds cannot be on in schema %s, which Citus distributes: each of its nodes would have to look for holds of the others",
            "set {holds} to false, or keep the tables on one server without {distribution}", false),

    OTHER_SCRIPTS(
            "The tables in schema %s were made by another edition of %s, such as that of an earlier SNAPSHOT: its checksum in"
                    + " schema_version differs",
            "drop the schema and have it created; to keep its data, pg_dump --data-only first and load that afterwards. If the"
                    + " script was changed by hand, use the one of the release",
            false),

    HISTORY(
            "The tables in schema %s cannot be migrated: their history in schema_version does not fit the scripts of this"
                    + " version, or another node kept it locked",
            "start again; if that does not help, compare schema_version with the scripts", false),

    NO_CITUS(
            "The database has no extension citus",
            "let an administrator run CREATE EXTENSION citus in it, on the coordinator and on each node, and"
                    + " citus_add_node for each node on the coordinator; or leave out {distribution}",
            false),

    NOT_DISTRIBUTED(
            "The tables in schema %s are not distributed by Citus: %s",
            "open the store once with {mode}=migrate and {distribution}=citus, as the owner of the tables", false),

    OTHER(
            "The database cannot be opened",
            "look up the SQLSTATE in PostgreSQL's documentation, and see the server's log",
            false);

    /**
     * Texts that replace placeholders such as {@code {login}} in the advice of a problem. Any other placeholder, such
     * as {@code {url}}, is replaced by the name in its braces.
     */
    private static final Map<String, String> BUILDER = Map.ofEntries(
            Map.entry("{login}", "username and password"),
            Map.entry("{database}", "the_database"),
            Map.entry("{mode}", "migration"),
            Map.entry("{memory}", "new InMemoryStore()"),
            Map.entry("{migrationLogin}", "the username and password of migrationUrl"));

    private final String problem;

    private final String advice;

    private final boolean retryable;

    OpeningProblem(String problem, String advice, boolean retryable) {
        this.problem = problem;
        this.advice = advice;
        this.retryable = retryable;
    }

    /**
     * Creates the exception for this problem. The given values, such as the name of the schema, replace each {@code %s}
     * in the text of the problem, in order. The first value replaces each {@code %s} in the text of the advice.
     */
    StoreException exception(Object... values) {
        return because(null, null, null, false, values);
    }

    /**
     * Creates the exception for this problem.
     *
     * @param reason a description of the original failure that contains no secret
     * @param apart whether the failure happened on the separate connection for the migration; the advice then names the
     *     settings of this connection, such as {@code migrationUrl}
     */
    StoreException because(
            @Nullable String reason,
            @Nullable String state,
            @Nullable Throwable cause,
            boolean apart,
            Object... values) {
        String what = this.problem.formatted(values) + ((reason != null) ? " (" + reason + ")" : "");
        String todo = this.advice.replace("%s", (values.length > 0) ? String.valueOf(values[0]) : "%s");
        if (apart) {
            todo = todo.replace("{url}", "{migrationUrl}")
                    .replace("{login}", "{migrationLogin}")
                    .replace("{password}", "{migrationLogin}")
                    .replace("{username}", "{migrationLogin}");
        }
        return this.retryable
                ? new OpeningUnavailableException(message(what, todo), what, todo, state, cause)
                : new OpeningException(message(what, todo), what, todo, state, cause);
    }

    /** Combines problem and advice into one sentence, which names each setting as {@link PostgresStoreBuilder} does. */
    private static String message(String problem, String advice) {
        String todo = advice;
        for (Map.Entry<String, String> setting : BUILDER.entrySet()) {
            todo = todo.replace(setting.getKey(), setting.getValue());
        }
        return problem + ": " + todo.replaceAll("\\{(\\w+)}", "$1");
    }
}
