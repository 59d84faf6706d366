package live.roomkit.store.postgres;

import org.junit.jupiter.api.AutoClose;

/**
 * Runs the contract on a database whose transactions are REPEATABLE READ by default. Runs only when it is named:
 * {@code -Dtest='*ContractVariation'}.
 */
class RepeatableReadContractVariation extends PostgresContract {

    @AutoClose
    private static final TwoNodes STORE = new TwoNodes(database -> {
        database.jdbc()
                .execute(
                        "ALTER DATABASE " + database.name() + " SET default_transaction_isolation = 'repeatable read'");
        return database.open();
    });

    RepeatableReadContractVariation() {
        super(STORE);
    }
}
