package live.roomkit.store.postgres;

import org.junit.jupiter.api.AutoClose;
import org.springframework.transaction.TransactionDefinition;

/**
 * Runs the contract in REPEATABLE READ transactions of the caller, with a second node at READ COMMITTED. Runs only when
 * it is named: {@code -Dtest='*ContractVariation'}.
 */
class RepeatableReadCallersContractVariation extends PostgresContract {

    @AutoClose
    private static final TwoNodes STORE = TwoNodes.transactional(TransactionDefinition.ISOLATION_REPEATABLE_READ);

    RepeatableReadCallersContractVariation() {
        super(STORE);
    }
}
