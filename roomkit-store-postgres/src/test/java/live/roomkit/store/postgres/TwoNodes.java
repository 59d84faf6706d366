package live.roomkit.store.postgres;

import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.contract.StoreUnderTest;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;

/** Two stores on one database, each with a pool of its own, as on two nodes. */
final class TwoNodes implements StoreUnderTest {

    private final PostgresStore first;

    private final PostgresStore second;

    TwoNodes(UnaryOperator<PostgresStoreBuilder> configuration) {
        this((builder, database) -> configuration.apply(builder));
    }

    /** Two stores whose configuration depends on where the database is. */
    TwoNodes(BiFunction<PostgresStoreBuilder, TestDatabase, PostgresStoreBuilder> configuration) {
        TestDatabase database = TestPostgres.shared().createDatabase();
        this.first = open(database, configuration);
        this.second = open(database, configuration);
    }

    @Override
    public ConversationStore store() {
        return this.first;
    }

    @Override
    public ConversationStore secondStore() {
        return this.second;
    }

    private static PostgresStore open(
            TestDatabase database, BiFunction<PostgresStoreBuilder, TestDatabase, PostgresStoreBuilder> configuration) {
        PostgresStoreBuilder builder = PostgresStore.builder()
                .url(database.url())
                .username(database.username())
                .password(database.password());
        return configuration.apply(builder, database).open();
    }
}
