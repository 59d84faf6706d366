package live.roomkit.store.postgres;

import org.junit.jupiter.api.AutoClose;

/**
 * Runs the contract with the rooms distributed over the nodes of a Citus cluster. Runs when it is named, on the coordinator that
 * {@code roomkit.test.postgres} names, with a {@code roomkit.test.postgres.hook} that makes each database one of the cluster.
 */
class DistributedContract extends PostgresContract {

    @AutoClose
    private static final TwoNodes STORE =
            new TwoNodes(database -> database.open(builder -> builder.distribution(Distribution.CITUS)));

    DistributedContract() {
        super(STORE);
    }
}
