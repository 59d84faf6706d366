package live.roomkit.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Optional;
import java.util.function.Function;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.contract.MovableClock;
import live.roomkit.store.contract.StoreUnderTest;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Opens two stores on one database, each with a pool of its own, as on two nodes. */
final class TwoNodes implements StoreUnderTest, AutoCloseable {

    private static final int MAX_ATTEMPTS = 1_000;

    private final FreshDatabase database = new FreshDatabase();

    private final Function<FreshDatabase, ? extends ConversationStore> opening;

    private final ConversationStore first;

    private final ConversationStore second;

    /** Opens both in the same way. */
    TwoNodes(Function<FreshDatabase, ? extends ConversationStore> opening) {
        this(opening, opening);
    }

    private TwoNodes(
            Function<FreshDatabase, ? extends ConversationStore> opening,
            Function<FreshDatabase, ? extends ConversationStore> secondOpening) {
        this.opening = opening;
        this.first = opening.apply(this.database);
        this.second = secondOpening.apply(this.database);
    }

    /** Opens one store that is called within transactions of that isolation, repeated where need be, and a plain one. */
    static TwoNodes transactional(int isolation) {
        return new TwoNodes(
                database -> {
                    HikariDataSource pool = Application.pool(database, 10, true);
                    TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
                    transaction.setIsolationLevel(isolation);
                    return CallersTransactions.around(
                            Application.open(pool, database.clock()), transaction, MAX_ATTEMPTS);
                },
                FreshDatabase::open);
    }

    @Override
    public ConversationStore store() {
        return this.first;
    }

    @Override
    public ConversationStore secondStore() {
        return this.second;
    }

    @Override
    public Optional<MovableClock> clock() {
        return Optional.of(this.database.clock());
    }

    @Override
    public ConversationStore newStore() {
        return this.opening.apply(this.database);
    }

    @Override
    public void close() {
        this.database.close();
    }
}
