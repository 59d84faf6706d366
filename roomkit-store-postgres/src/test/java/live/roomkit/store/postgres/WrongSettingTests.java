package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import live.roomkit.store.StoreException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Tests that each wrong setting has a text of its own, which says what happened and what to change, and repeats no
 * secret.
 */
@ResourceLock(Resources.TIME_ZONE)
class WrongSettingTests {

    private static WrongSettings wrong;

    @BeforeAll
    static void create() throws IOException {
        wrong = new WrongSettings();
    }

    @AfterAll
    static void drop() throws IOException {
        wrong.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"urls", "builders", "servers", "logins", "databases", "rights", "tables", "dataSources"})
    void aWrongSettingIsToldByItsOwnText(
            String setting, Supplier<PostgresStoreBuilder> builder, String problem, String todo) {
        Throwable failure = catchThrowable(() -> builder.get().open().close());

        assertThat(failure).isNotNull().hasMessageStartingWith(problem).hasMessageContaining(todo);
        assertThat(ExceptionWords.of(failure))
                .doesNotContain(FreshDatabase.PASSWORD, "s3cret", "FATAL", "ERROR:", "://127", wrong.database.name());
    }

    static Stream<Arguments> urls() {
        return Stream.of(
                url("no URL", null, "url must not be", ""),
                url("blank URL", " ", "url must not be blank", ""),
                url(
                        "only a host",
                        "localhost/chat",
                        "url must be jdbc:postgresql://host",
                        "postgresql://user:password@"),
                url(
                        "MySQL",
                        "jdbc:mysql://db.test/chat?password=s3cret",
                        "url names a database of mysql, and this store works on PostgreSQL",
                        "new InMemoryStore()"),
                url(
                        "MySQL as other clients write it",
                        "mysql://me:s3cret@db.test/chat",
                        "url names a database of mysql",
                        ""),
                url("H2", "jdbc:h2:mem:chat", "url names a database of h2", "jdbc:postgresql://"),
                url("MongoDB", "mongodb+srv://me:s3cret@db.test", "url names a database of mongodb", ""),
                url(
                        "login in a JDBC URL",
                        "jdbc:postgresql://me:s3cret@db.test/chat",
                        "url must not hold user and password in its form jdbc:postgresql",
                        "give them apart"),
                url(
                        "port that is none",
                        "postgresql://db.test:s3cret/chat",
                        "url is not a URL that the PostgreSQL",
                        ""),
                url(
                        "no database in a JDBC URL",
                        "jdbc:postgresql://db.test",
                        "url is not a URL that the PostgreSQL",
                        ""),
                url(
                        "password that is not encoded",
                        "postgresql://me:s3cret%zz@db.test/chat",
                        "url must hold user and",
                        "%25"),
                url(
                        "question mark in the password",
                        "postgresql://me:12?s3cret@db.test/chat",
                        "url must be",
                        "percent-encoded"),
                url(
                        "unknown sslmode",
                        "jdbc:postgresql://db.test/chat?sslmode=verify",
                        "url has a value of sslmode that the PostgreSQL driver does not know",
                        "verify-full"),
                url(
                        "timeout that is no number",
                        "jdbc:postgresql://db.test/chat?connectTimeout=5s",
                        "url has a value of connectTimeout that is not a whole number",
                        ""));
    }

    static Stream<Arguments> builders() {
        return Stream.of(
                row("neither URL nor DataSource", PostgresStore::builder, "Either url or dataSource must be given", ""),
                row(
                        "URL and DataSource",
                        () -> wrong.builder().dataSource(wrong.database.dataSource()),
                        "Either url or dataSource must be given",
                        ""),
                row(
                        "pool sizes beside a DataSource",
                        () -> wrong.on(wrong.database.dataSource())
                                .minPoolSize(1)
                                .maxPoolSize(2),
                        "minPoolSize, maxPoolSize cannot be given beside dataSource",
                        "set that on the DataSource"),
                row(
                        "login beside a DataSource",
                        () -> wrong.on(wrong.database.dataSource())
                                .username("me")
                                .password("s3cret"),
                        "username, password cannot be given beside dataSource",
                        "give url instead"),
                row(
                        "minimum above maximum",
                        () -> wrong.builder().minPoolSize(5).maxPoolSize(3),
                        "minPoolSize is 5 and must not be above maxPoolSize, which is 3",
                        ""),
                row(
                        "minimum above the maximum that is not given",
                        () -> wrong.builder().minPoolSize(20),
                        "minPoolSize is 20 and must not be above maxPoolSize, which is 10",
                        ""),
                row(
                        "schema in capitals",
                        () -> wrong.builder().schema("Chat"),
                        "schema must be 1 to 63 lower-case",
                        ""),
                row(
                        "no environment",
                        () -> PostgresStore.builder().environment(WrongSettings.noEnvironment()),
                        "Neither ROOMKIT_STORE_URL nor DATABASE_URL is set",
                        "postgresql://user:password@host/database"));
    }

    static Stream<Arguments> servers() {
        return Stream.of(
                row(
                        "unknown host",
                        () -> wrong.at("jdbc:postgresql://s3cret.invalid/chat"),
                        "The host of the database is unknown (SQLSTATE 08001, java.net.UnknownHostException)",
                        "check the host in url"),
                row(
                        "port that nobody listens on",
                        () -> wrong.at("jdbc:postgresql://127.0.0.1:1/chat"),
                        "The database cannot be reached: no server takes connections there (SQLSTATE 08001, java.net.Conn",
                        "check host and port in url"),
                row(
                        "server that never answers",
                        () -> wrong.at(wrong.silentUrl()),
                        "The database cannot be reached: nothing answered in time (SQLSTATE 08001",
                        "firewall"),
                row(
                        "server that hangs up",
                        () -> wrong.at(wrong.closingUrl() + "?sslmode=disable"),
                        "The database cannot be reached: the server there closed the connection (SQLSTATE 08001",
                        "those of PostgreSQL"),
                row(
                        "web server",
                        () -> wrong.at(wrong.babblingUrl() + "?sslmode=disable&gssEncMode=disable"),
                        "The server there does not speak PostgreSQL's protocol, or is a pooler",
                        "PgBouncer"),
                row(
                        "encryption asked of a server without",
                        () -> wrong.at(wrong.url("sslmode=require")),
                        "The driver broke off the login: the server does not encrypt (SQLSTATE 08004)",
                        "check sslmode in url"),
                row(
                        "encryption asked of a server without, and no password",
                        () -> wrong.at(wrong.url("sslmode=require")).password(null),
                        "The driver broke off the login (SQLSTATE 08004)",
                        "password is missing or empty; the server does not encrypt although url asks for it by sslmode"),
                row(
                        "too many connections of the role",
                        () -> {
                            wrong.database.jdbc().execute("ALTER ROLE \"" + wrong.creator + "\" CONNECTION LIMIT 0");
                            return wrong.as(wrong.creator);
                        },
                        "The database takes no more connections (SQLSTATE 53300)",
                        "maxPoolSize"));
    }

    static Stream<Arguments> logins() {
        return Stream.of(
                row(
                        "no password",
                        () -> wrong.builder().password(null),
                        "The server asks for a password, and none was given, or an empty one (SQLSTATE 08004)",
                        "set password"),
                row(
                        "empty password",
                        () -> wrong.builder().password(""),
                        "The server asks for a password, and none was given, or an empty one (SQLSTATE 08004)",
                        "set password"),
                row(
                        "neither username nor password",
                        () -> wrong.builder().username(null).password(null),
                        "The server asks for a password, and neither username nor password was given (SQLSTATE 08004)",
                        "set username and password"),
                row(
                        "no username",
                        () -> wrong.builder().username(null),
                        "No username was given, so the driver logged in as the user of the operating system",
                        "set username and password"),
                row(
                        "wrong password",
                        () -> wrong.builder().password("s3cret"),
                        "The server refused the login (SQLSTATE 28P01)",
                        "check username and password"),
                row(
                        "unknown user",
                        () -> wrong.builder().username("nobody"),
                        "The server refused the login (SQLSTATE 28P01)",
                        "check username and password"),
                row(
                        "role without LOGIN",
                        () -> wrong.builder().username("pg_read_all_data"),
                        "The server refused the login",
                        "check username and password"),
                row(
                        "wrong password of the migration",
                        () -> wrong.builder().migrationUrl(wrong.database.url(), wrong.creator, "s3cret"),
                        "The server refused the login (SQLSTATE 28P01)",
                        "check the username and password of migrationUrl"),
                row(
                        "no password of the migration",
                        () -> wrong.builder().migrationUrl(wrong.database.url(), wrong.powerless, null),
                        "The server asks for a password, and none was given, or an empty one (SQLSTATE 08004)",
                        "set the username and password of migrationUrl"),
                row(
                        "unknown parameter",
                        () -> wrong.at(wrong.url("options=-c%20s3cret%3D1")),
                        "The server refused a parameter (SQLSTATE 42704)",
                        "check the parameters in url"),
                row(
                        "parameter with a wrong value",
                        () -> wrong.at(wrong.url("options=-c%20statement_timeout%3Ds3cret")),
                        "The server refused a parameter (SQLSTATE 22023)",
                        "check the parameters in url"),
                row(
                        "parameter that only an administrator may set",
                        () -> wrong.as(wrong.powerless).url(wrong.url("options=-c%20log_statement%3Dall")),
                        "The user has no right to connect to the database, or to set a parameter that the URL sets",
                        "check the parameters in url"));
    }

    static Stream<Arguments> databases() {
        return Stream.concat(
                Stream.of("LATIN1", "WIN1252", "EUC_JP", "SQL_ASCII")
                        .map(encoding -> row(
                                "encoding " + encoding,
                                () -> wrong.in(wrong.name(encoding)),
                                "The database has the encoding " + encoding
                                        + ", in which not every message can be stored",
                                "ENCODING 'UTF8' TEMPLATE template0")),
                Stream.of(
                        row(
                                "unknown database",
                                () -> wrong.in("nowhere"),
                                "The database does not exist on that server (SQLSTATE 3D000)",
                                "CREATE DATABASE the_database"),
                        row(
                                "database that one may not connect to",
                                () -> wrong.in(wrong.name("closed"), wrong.powerless),
                                "The user has no right to connect to the database",
                                "GRANT CONNECT ON DATABASE the_database TO the_user"),
                        row(
                                "pg_catalog after another schema",
                                () -> wrong.at(wrong.url("options=-c%20search_path%3Dpublic%2Cpg_catalog")),
                                "The search_path public,pg_catalog names pg_catalog after another schema",
                                "leave pg_catalog out of search_path, or name it first"),
                        row(
                                "pg_catalog in quotes",
                                () -> wrong.at(wrong.url("currentSchema=%22$user%22,%22pg_catalog%22")),
                                "The search_path \"$user\",\"pg_catalog\" names pg_catalog after another",
                                "currentSchema"),
                        row(
                                "standby, or read-only by default",
                                () -> wrong.at(wrong.url("options=-c%20default_transaction_read_only%3Don"))
                                        .schema("read_only"),
                                "The database does not take writes (SQLSTATE 25006)",
                                "check whether the host in url is a standby")));
    }

    static Stream<Arguments> rights() {
        return Stream.of(
                row(
                        "no right to create the schema",
                        () -> wrong.as(wrong.powerless).schema("forbidden"),
                        "The user has no right to create schema forbidden (SQLSTATE 42501)",
                        "GRANT CREATE ON DATABASE the_database TO the_user"),
                row(
                        "schema of another role",
                        () -> wrong.as(wrong.powerless).schema("foreign_empty"),
                        "The user has no right to create tables in schema foreign_empty, which belongs to another role",
                        "GRANT USAGE, CREATE ON SCHEMA foreign_empty TO the_user"),
                row(
                        "tables of another role, which it may not read",
                        () -> wrong.as(wrong.powerless).schema("unreadable"),
                        "The user has no right to read the tables in schema unreadable",
                        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA unreadable TO the_user"));
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                row(
                        "no tables, to be validated",
                        () -> wrong.builder().schema("nothing").migration(MigrationMode.VALIDATE),
                        "Schema nothing lacks the migrations [V1__create_tables.sql]",
                        "let the store migrate"),
                row(
                        "missing column",
                        () -> wrong.builder().schema("narrow").migration(MigrationMode.VALIDATE),
                        "The tables in schema narrow are not those of this version: events.correlation_id is missing",
                        "restore what was removed"),
                row(
                        "missing tables",
                        () -> wrong.builder().schema("halved"),
                        "The tables in schema halved are not those of this version: observations, tasks are missing",
                        "restore what was removed"),
                row(
                        "history of another Flyway",
                        () -> wrong.builder().schema("flyway_history").migration(MigrationMode.VALIDATE),
                        "Schema flyway_history holds a table schema_version that is not RoomKit's",
                        "choose another schema by schema"),
                row(
                        "history of the Python program",
                        () -> wrong.builder().schema("python_history"),
                        "Schema python_history holds a table schema_version that is not RoomKit's",
                        "choose another schema by schema"),
                row(
                        "baseline of another Flyway",
                        () -> wrong.builder().schema("baselined").migration(MigrationMode.VALIDATE),
                        "The tables in schema baselined are not those of this version",
                        "missing"),
                row(
                        "tables of an earlier snapshot",
                        () -> wrong.builder().schema("edited"),
                        "The tables in schema edited were made by another edition of V1__create_tables.sql, such as that of an"
                                + " earlier SNAPSHOT",
                        "pg_dump --data-only"),
                row(
                        "tables of an earlier snapshot, to be validated",
                        () -> wrong.builder().schema("edited").migration(MigrationMode.VALIDATE),
                        "The tables in schema edited were made by another edition of V1__create_tables.sql",
                        "drop the schema and have it created"),
                row(
                        "tables of a newer version",
                        () -> wrong.builder().schema("newer"),
                        "Schema newer requires a version of RoomKit that knows schema version 99",
                        "use a newer one"),
                row(
                        "table of somebody else",
                        () -> wrong.builder().schema("taken"),
                        "Schema taken holds another table by the name of one of RoomKit's (SQLSTATE 42P07)",
                        "choose another by schema"),
                row(
                        "earlier tables of the Python program",
                        () -> wrong.besidePython(1),
                        "Schemas [public] hold tables of RoomKit's Python program",
                        "give the store a database of its own"),
                row(
                        "present tables of the Python program",
                        () -> wrong.besidePython(2),
                        "Schemas [public] hold tables of RoomKit's Python program",
                        "besidePythonStore(true)"));
    }

    static Stream<Arguments> dataSources() {
        return Stream.of(
                row(
                        "pool of MySQL",
                        () -> wrong.on(WrongSettings.lazy("jdbc:mysql://127.0.0.1:1/chat?password=s3cret")),
                        "The DataSource is one of mysql, and this store works on PostgreSQL",
                        "new InMemoryStore()"),
                row(
                        "URL that no driver takes",
                        () -> wrong.on(new DriverManagerDataSource("jdbc:chat:s3cret")),
                        "No JDBC driver takes the URL of the DataSource (SQLSTATE 08001)",
                        "META-INF/services"),
                row(
                        "pool whose URL no driver takes",
                        () -> wrong.on(WrongSettings.lazy("jdbc:chat:s3cret")),
                        "No JDBC driver takes the URL of the DataSource",
                        "META-INF/services"),
                row(
                        "pool without URL",
                        () -> wrong.on(new HikariDataSource()),
                        "The DataSource cannot make connections (java.lang.IllegalArgumentException)",
                        "it may have no URL"),
                row(
                        "pool whose connections are all in use",
                        () -> wrong.on(wrong.exhaustedPool()),
                        "The DataSource gave no connection in time, and no reason",
                        "whether all connections of its pool are in use"),
                row(
                        "pool without password",
                        () -> wrong.on(new DriverManagerDataSource(wrong.database.url(), wrong.powerless, "")),
                        "The server asks for a password, and none was given",
                        "set password"),
                row(
                        "failure without SQLSTATE",
                        () -> wrong.on(WrongSettings.failing(new SQLException("s3cret"))),
                        "The driver or the pool failed and gave no SQLSTATE (java.sql.SQLException)",
                        "see the types of the causes"),
                row(
                        "failure that is no SQLException",
                        () -> wrong.on(WrongSettings.failing(new IllegalStateException("s3cret"))),
                        "The DataSource cannot make connections (java.lang.IllegalStateException)",
                        "check its settings"));
    }

    @Test
    void aTimeZoneThatTheServerDoesNotKnowIsNamed() {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(new SimpleTimeZone(19_800_000, "Company/HQ"));
        try {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(wrong.builder()::open)
                    .withMessageStartingWith(
                            "The server refused a value that the driver sends with the login, which is the"
                                    + " time zone of this JVM, Company/HQ")
                    .withMessageContainingAll("(SQLSTATE 22023)", "-Duser.timezone=UTC", "pg_timezone_names");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void tablesThatOnlyTheirOwnerMayChangeAreTold() {
        String schema = "owned";
        new PostgresSchema(wrong.database.dataSource(), schema)
                .grantTo(wrong.powerless)
                .migrate();
        Map<String, String> scripts = new TreeMap<>();
        MigrationScripts.NAMES.forEach(name -> scripts.put(name, MigrationScripts.read(name)));
        scripts.put("V2__more.sql", "ALTER TABLE roomkit.rooms ADD COLUMN more text;");
        PostgresSchema later = new PostgresSchema(
                wrong.database.dataSource(wrong.powerless), new SchemaName(schema), new MigrationScripts(scripts));

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(later::migrate)
                .withMessageStartingWith(
                        "The user has no right to change the tables in schema owned, which belong to another"
                                + " role (SQLSTATE 42501)")
                .withMessageContainingAll("migrate as their owner", "no GRANT lets another role change tables");
        assertThatExceptionOfType(PendingMigrationsException.class).isThrownBy(later::validate);
        wrong.as(wrong.powerless).schema(schema).open().close();
    }

    @Test
    void whoWasToldOfThePythonProgramMayGoOn() {
        PostgresStoreBuilder builder = wrong.besidePython(1).besidePythonStore(true);

        try (PostgresStore store = builder.open()) {
            BasicFlow.worksOn(store);
        }
        wrong.in(wrong.name("python")).open().close();
        new PostgresSchema(wrong.database.dataSource(), "other")
                .besidePythonStore()
                .migrate();
    }

    private static Arguments url(String setting, String url, String problem, String todo) {
        return row(setting, () -> PostgresStore.builder().url(url), problem, todo);
    }

    private static Arguments row(String setting, Supplier<PostgresStoreBuilder> builder, String problem, String todo) {
        return Arguments.of(setting, builder, problem, todo);
    }
}
