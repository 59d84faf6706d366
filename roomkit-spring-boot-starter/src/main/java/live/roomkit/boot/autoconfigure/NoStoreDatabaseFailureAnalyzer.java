package live.roomkit.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains how to configure a database for the store. */
final class NoStoreDatabaseFailureAnalyzer extends AbstractFailureAnalyzer<NoStoreDatabaseException> {

    private static final String WAYS = """
                - Set roomkit.store.url, for example to jdbc:postgresql://localhost:5432/chat, with roomkit.store.username \
            and roomkit.store.password. The store gets a connection pool of its own.
                - Set spring.datasource.url, and have spring-boot-starter-jdbc or another starter that makes a DataSource \
            among the dependencies. The store uses that DataSource and joins its transactions.
                - Set roomkit.store.type=memory to try things out without a database. Conversations are lost when the \
            application ends.
            """;

    private static final String WAYS_AMONG_SEVERAL = """
                - Annotate the one that the store shall use with @RoomKitDataSource, or make it @Primary.
                - Set roomkit.store.url, with roomkit.store.username and roomkit.store.password. The store gets a \
            connection pool of its own.
            """;

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NoStoreDatabaseException cause) {
        return cause.candidates().isEmpty()
                ? new FailureAnalysis(
                        "The conversation store of RoomKit has no database: neither roomkit.store.url nor a DataSource of the"
                                + " application is configured.",
                        "Do one of these:\n\n" + WAYS,
                        cause)
                : new FailureAnalysis(cause.getMessage() + ".", "Do one of these:\n\n" + WAYS_AMONG_SEVERAL, cause);
    }
}
