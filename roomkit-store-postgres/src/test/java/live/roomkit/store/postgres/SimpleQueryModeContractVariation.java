package live.roomkit.store.postgres;

import org.junit.jupiter.api.AutoClose;

/**
 * With the driver's simple query mode, which sends parameters as part of the statement's text. Runs when it is named:
 * {@code -Dtest='*ContractVariation'}.
 */
class SimpleQueryModeContractVariation extends PostgresContract {

    @AutoClose
    private static final TwoNodes STORE = new TwoNodes(database -> database.open(builder ->
            builder.url(database.url() + (database.url().contains("?") ? "&" : "?") + "preferQueryMode=simple")));

    SimpleQueryModeContractVariation() {
        super(STORE);
    }
}
