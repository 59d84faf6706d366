package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Locale;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.room.Room;
import live.roomkit.store.StoreException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Tests the changes that opening a store makes to the database, and the objects that it leaves alone. */
class MigrationTests {

    private static final List<String> TABLES = SchemaSnapshot.TABLES;

    /** As a dump names the columns of the tables before they got more. */
    private static final List<String> ROWS_OF_AN_EARLIER_BUILD = List.of(
            """
            INSERT INTO roomkit.rooms (id, status, next_index, event_count, delivered_index, created_at, updated_at, data)
            VALUES ('room', 'active', 1, 1, -1, '2026-01-01Z', '2026-01-01Z',
                '{"id": "room", "status": "active", "timers": {}, "metadata": {}, "agent_response_policy": "agent_chain",
                  "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z"}')
            """,
            """
            INSERT INTO roomkit.events (room_id, index, id, type, visibility, source_channel_id, source_channel_type,
                payload_hash, created_at, data)
            VALUES ('room', 0, 'event', 'message', 'all', 'sms-main', 'sms', 'hash', '2026-01-01Z',
                '{"id": "event", "room_id": "room", "type": "message", "status": "delivered", "visibility": "all",
                  "source": {"channel_id": "sms-main", "channel_type": "sms", "direction": "inbound"},
                  "content": {"type": "text", "body": "hello"}, "created_at": "2026-01-01T00:00:00Z"}')
            """,
            "INSERT INTO roomkit.identities (id, data) VALUES ('person', '{\"id\": \"person\"}')",
            "INSERT INTO roomkit.identity_addresses (organization_id, channel_type, address, identity_id)"
                    + " VALUES ('', 'sms', '+1', 'person')",
            "INSERT INTO roomkit.read_markers (room_id, channel_id, event_index, events_read)"
                    + " VALUES ('room', 'sms-main', 0, 1)");

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    @Test
    void createsTenTablesInItsSchemaAndNothingElse() {
        open();

        assertThat(tables("roomkit")).containsExactlyInAnyOrderElementsOf(TABLES);
        assertThat(tables("public")).isEmpty();
        assertThat(this.database.jdbc().queryForList("SELECT nspname FROM pg_namespace", String.class))
                .containsExactlyInAnyOrder("roomkit", "public", "information_schema", "pg_catalog", "pg_toast");
    }

    @Test
    void everyDataColumnIsJsonb() {
        open();

        List<String> types = this.database
                .jdbc()
                .queryForList(
                        "SELECT table_name || ' ' || data_type FROM information_schema.columns"
                                + " WHERE table_schema = 'roomkit' AND column_name = 'data'",
                        String.class);
        assertThat(types)
                .containsExactlyInAnyOrder(
                        "bindings jsonb",
                        "events jsonb",
                        "identities jsonb",
                        "observations jsonb",
                        "participants jsonb",
                        "rooms jsonb",
                        "tasks jsonb");
    }

    @ParameterizedTest
    @EnumSource
    void theSecondStartChangesNothing(MigrationMode mode) {
        open();
        SchemaSnapshot before = snapshot("roomkit");

        this.database.builder().migration(mode).open().close();

        assertThat(snapshot("roomkit")).isEqualTo(before);
    }

    @Test
    void everyStatementFindsItsTablesWhateverTheSearchPath() {
        String name = this.database.name();
        this.database.jdbc().execute("ALTER DATABASE " + name + " SET search_path = pg_catalog");

        try (PostgresStore store = this.database.builder().open()) {
            BasicFlow.worksOn(store);
        }
        assertThat(tables("roomkit")).containsExactlyInAnyOrderElementsOf(TABLES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat",
                "_chat_2",
                "order",
                "roomkit2",
                "a23456789_123456789_123456789_123456789_123456789_123456789_123"
            })
    void anotherSchemaMayBeConfigured(String schema) {
        try (PostgresStore store = this.database.builder().schema(schema).open()) {
            BasicFlow.worksOn(store);
        }

        assertThat(tables(schema)).containsExactlyInAnyOrderElementsOf(TABLES);
        assertThat(SchemaSnapshot.exists(this.database.jdbc(), "roomkit")).isFalse();
    }

    @Test
    void storesInTwoSchemasOfOneDatabaseKnowNothingOfEachOther() {
        try (PostgresStore one = this.database.builder().schema("one").open();
                PostgresStore two = this.database.builder().schema("two").open()) {
            one.createRoom(Room.of("room"));

            assertThat(two.roomExists("room")).isFalse();
        }
    }

    @Test
    void aSchemaThatHoldsOtherTablesGetsItsOwnBesides() {
        this.database.jdbc().execute("CREATE SCHEMA roomkit");
        this.database.jdbc().execute("CREATE TABLE roomkit.customers AS SELECT 1 AS id");

        open();
        open();

        assertThat(tables("roomkit")).containsAll(TABLES).contains("customers").hasSize(11);
        assertThat(count("roomkit.customers")).isOne();
    }

    @Test
    void namesakesElsewhereAreNotMistaken() {
        this.database.jdbc().execute("CREATE SCHEMA decoy");
        for (String schema : List.of("public", "decoy")) {
            this.database.jdbc().execute("CREATE TABLE " + schema + ".rooms AS SELECT 'theirs' AS id");
            this.database.jdbc().execute("CREATE TABLE " + schema + ".schema_version AS SELECT 7 AS version");
            this.database
                    .jdbc()
                    .execute("COMMENT ON TABLE " + schema + ".rooms IS 'requires RoomKit schema version 99'");
        }
        this.database.jdbc().execute("ALTER DATABASE " + this.database.name() + " SET search_path = decoy, public");

        for (MigrationMode mode : MigrationMode.values()) {
            try (PostgresStore store = this.database.builder().migration(mode).open()) {
                assertThat(store.roomExists("theirs")).isFalse();
                BasicFlow.worksOn(store);
            }
        }

        assertThat(tables("roomkit")).containsExactlyInAnyOrderElementsOf(TABLES);
        assertThat(tables("public")).containsExactlyInAnyOrder("rooms", "schema_version");
        assertThat(tables("decoy")).containsExactlyInAnyOrder("rooms", "schema_version");
        assertThat(count("decoy.rooms")).isOne();
        assertThat(count("decoy.schema_version")).isOne();
    }

    @Test
    void validatingNamesTheMissingMigrationsAndChangesNothing() {
        assertLacksTheFirstMigration();
        assertThat(SchemaSnapshot.exists(this.database.jdbc(), "roomkit")).isFalse();

        this.database.jdbc().execute("CREATE SCHEMA roomkit");
        this.database.jdbc().execute("CREATE TABLE roomkit.customers (id bigint)");
        assertLacksTheFirstMigration();
        assertThat(tables("roomkit")).containsExactly("customers");
    }

    @Test
    void validatingPassesOnMigratedTables() {
        new PostgresSchema(this.database.dataSource()).migrate();
        new PostgresSchema(this.database.dataSource()).validate();

        try (PostgresStore store =
                this.database.builder().migration(MigrationMode.VALIDATE).open()) {
            BasicFlow.worksOn(store);
        }
    }

    @Test
    void withoutMigrationTheTablesAreLeftAloneWithAWarning() {
        PostgresStoreBuilder builder = this.database.builder().migration(MigrationMode.NONE);

        List<String> warnings = warningsOf(() -> {
            try (PostgresStore store = builder.open()) {
                assertThat(SchemaSnapshot.exists(this.database.jdbc(), "roomkit"))
                        .isFalse();
                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() -> store.roomExists("room"))
                        .satisfies(ex -> assertThat(ex.getSqlState()).isEqualTo("42P01"));
                open();
                BasicFlow.worksOn(store);
            }
        });

        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("calls will fail", "Schema roomkit holds no tables of RoomKit", "migration=migrate");
    }

    @Test
    void withoutMigrationWhatIsMissingIsNamed() {
        open();
        this.database.jdbc().execute("ALTER TABLE roomkit.events DROP COLUMN correlation_id CASCADE");

        assertThat(warningsOf(() -> this.database
                        .builder()
                        .migration(MigrationMode.NONE)
                        .open()
                        .close()))
                .singleElement()
                .asString()
                .contains("events.correlation_id is missing");
    }

    @Test
    void tablesCreatedByHandNeedNoHistory() {
        this.database.jdbc().execute("CREATE SCHEMA roomkit;" + MigrationScripts.read("V1__create_tables.sql"));

        List<String> warnings = warningsOf(() -> {
            try (PostgresStore store =
                    this.database.builder().migration(MigrationMode.NONE).open()) {
                BasicFlow.worksOn(store);
            }
        });

        assertThat(warnings).isEmpty();
        assertThat(tables("roomkit")).doesNotContain("schema_version").hasSize(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"repeatable read", "serializable", "read committed"})
    void aStricterIsolationByDefaultIsWarnedOfOnce(String isolation) {
        this.database
                .jdbc()
                .execute("ALTER DATABASE " + this.database.name() + " SET default_transaction_isolation = '" + isolation
                        + "'");

        List<String> warnings = warningsOf(this::open);

        assertThat(warnings)
                .hasSize(isolation.equals("read committed") ? 0 : 1)
                .allSatisfy(warning -> assertThat(warning)
                        .contains(isolation.toUpperCase(Locale.ROOT), "default_transaction_isolation"));
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaMayBeRenamed(MigrationMode mode) {
        open();
        this.database.jdbc().execute("ALTER SCHEMA roomkit RENAME TO renamed");

        try (PostgresStore store =
                this.database.builder().schema("renamed").migration(mode).open()) {
            BasicFlow.worksOn(store);
        }
        assertThat(SchemaSnapshot.exists(this.database.jdbc(), "roomkit")).isFalse();
    }

    @Test
    void tablesOfANewerVersionAreUsedAsTheyAreWithAWarning() {
        open();
        this.database
                .jdbc()
                .update(
                        "INSERT INTO roomkit.schema_version (installed_rank, version, description, type, script, checksum,"
                                + " installed_by, execution_time, success)"
                                + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'somebody', 1, true)");
        SchemaSnapshot before = snapshot("roomkit");

        List<String> warnings = warningsOf(() -> {
            for (MigrationMode mode : MigrationMode.values()) {
                try (PostgresStore store =
                        this.database.builder().migration(mode).open()) {
                    BasicFlow.worksOn(store);
                }
            }
        });

        assertThat(warnings).anyMatch(warning -> warning.contains("99") && warning.contains("newer"));
        assertThat(snapshot("roomkit")).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void tablesOfAnEarlierBuildAreRefusedWithWhatToDo(MigrationMode mode) {
        open();
        this.database.jdbc().update("UPDATE roomkit.schema_version SET checksum = 1518150119 WHERE version = '1'");
        SchemaSnapshot before = snapshot("roomkit");
        PostgresStoreBuilder builder = this.database.builder().migration(mode);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(builder::open)
                .withMessageContainingAll(
                        "schema roomkit",
                        "SNAPSHOT",
                        "V1__create_tables.sql",
                        "drop the schema",
                        "pg_dump --data-only",
                        "load")
                .satisfies(ex -> assertThat(ex.isRetryable()).isFalse());
        assertThat(snapshot("roomkit")).isEqualTo(before);
    }

    @Test
    void rowsOfAnEarlierBuildCanBeLoaded() {
        open();
        for (String rows : ROWS_OF_AN_EARLIER_BUILD) {
            this.database.jdbc().update(rows);
        }

        try (PostgresStore store = this.database.builder().open()) {
            RoomEvent next = RoomEvent.message(
                    "room", EventSource.inbound("sms-main", ChannelType.SMS), TextContent.of("and now"));
            assertThat(store.appendEvent("room", next).event().index()).isEqualTo(1);
            assertThat(store.listEvents(EventQuery.of("room")))
                    .extracting(RoomEvent::id)
                    .containsExactly("event", next.id());
            assertThat(store.resolveIdentity(ChannelType.SMS, "+1"))
                    .map(Identity::id)
                    .contains("person");
            assertThat(store.getUnreadCount("room", "sms-main")).isEqualTo(1);
        }
    }

    @Test
    void anOrdinaryStartWarnsOfNothing() {
        assertThat(warningsOf(this::open)).isEmpty();
        assertThat(warningsOf(this::open)).isEmpty();
    }

    private void open() {
        this.database.builder().open().close();
    }

    private void assertLacksTheFirstMigration() {
        PostgresStoreBuilder builder = this.database.builder().migration(MigrationMode.VALIDATE);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(builder::open)
                .withMessageContainingAll("Schema roomkit", "V1__create_tables.sql")
                .satisfies(ex -> assertThat(ex.isRetryable()).isFalse());
    }

    private List<String> tables(String schema) {
        return SchemaSnapshot.tables(this.database.jdbc(), schema);
    }

    private SchemaSnapshot snapshot(String schema) {
        return SchemaSnapshot.of(this.database.jdbc(), schema);
    }

    private int count(String table) {
        return this.database.jdbc().queryForObject("SELECT count(*) FROM " + table, Integer.class);
    }

    private static List<String> warningsOf(Runnable action) {
        Logger logger = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        try {
            action.run();
        } finally {
            logger.detachAppender(appender);
        }
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
