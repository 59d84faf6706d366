package live.roomkit.store.postgres;

import org.junit.jupiter.api.AutoClose;

/**
 * Runs the contract on a database whose transactions are SERIALIZABLE by default. Runs only when it is named:
 * {@code -Dtest='*ContractVariation'}.
 */
class SerializableContractVariation extends PostgresContract {

    @AutoClose
    private static final TwoNodes STORE = new TwoNodes(database -> {
        database.jdbc()
                .execute("ALTER DATABASE " + database.name() + " SET default_transaction_isolation = 'serializable'");
        return database.open();
    });

    SerializableContractVariation() {
        super(STORE);
    }
}
