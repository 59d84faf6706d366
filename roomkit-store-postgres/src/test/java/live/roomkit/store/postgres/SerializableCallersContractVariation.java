package live.roomkit.store.postgres;

import org.junit.jupiter.api.AutoClose;
import org.springframework.transaction.TransactionDefinition;

/**
 * Runs the contract in SERIALIZABLE transactions of the caller, with a second node at READ COMMITTED. Runs only when it
 * is named: {@code -Dtest='*ContractVariation'}.
 */
class SerializableCallersContractVariation extends PostgresContract {

    @AutoClose
    private static final TwoNodes STORE = TwoNodes.transactional(TransactionDefinition.ISOLATION_SERIALIZABLE);

    SerializableCallersContractVariation() {
        super(STORE);
    }
}
