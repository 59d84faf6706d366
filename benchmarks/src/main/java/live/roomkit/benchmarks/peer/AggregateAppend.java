package live.roomkit.benchmarks.peer;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Caller;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Task;
import live.roomkit.benchmarks.workload.Messages;
import live.roomkit.store.json.RecordJson;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Appends domain events with the JDBC storage engine of Axon Framework 4. Each append needs the next sequence number of
 * its aggregate. An application reads the aggregate to get this number. This benchmark counts in memory instead. The
 * configuration follows Axon's reference guide. {@link PostgresEventTableFactory} creates the tables and indexes as the
 * chapter "Relational Database Tuning" of the guide describes them. Jackson serializes the events, because the guide
 * calls Jackson's output "a more compact serialized form" than the default. {@link #inTransactions} uses transactions
 * of Spring, as Axon's Spring Boot starter does. {@link #byAutoCommit} saves a round trip for each append, but the
 * guide does not mention auto-commit.
 */
final class AggregateAppend implements Task {

    private static final String TYPE = "Room";

    private static final AtomicLong created = new AtomicLong();

    private static final String COUNT = """
            SELECT COALESCE(sum(a.events), 0), count(*) FILTER (WHERE a.lowest <> 0 OR a.highest <> a.events - 1)
            FROM (
                SELECT count(*) AS events, min(e.sequenceNumber) AS lowest, max(e.sequenceNumber) AS highest
                FROM roomkit.DomainEventEntry AS e
                WHERE e.aggregateIdentifier LIKE ?
                GROUP BY e.aggregateIdentifier
            ) AS a
            """;

    private final Server server;

    private final int aggregates;

    private final JdbcEventStorageEngine engine;

    private final Map<String, Object> message;

    private String prefix = "";

    private long[][] next = {};

    private AggregateAppend(Bench bench, ConnectionProvider connections, TransactionManager transactions) {
        this.server = bench.server();
        this.aggregates = bench.sizes().rooms();
        Jackson3Serializer serializer = Jackson3Serializer.builder().build();
        this.engine = JdbcEventStorageEngine.builder()
                .snapshotSerializer(serializer)
                .eventSerializer(serializer)
                .connectionProvider(connections)
                .transactionManager(transactions)
                .schema(EventSchema.builder()
                        .eventTable(this.server.schema() + ".DomainEventEntry")
                        .snapshotTable(this.server.schema() + ".SnapshotEventEntry")
                        .build())
                .build();
        this.engine.createSchema(PostgresEventTableFactory.INSTANCE);
        byte[] json =
                new RecordJson(RecordJson.DEFAULT_MAX_RECORD_SIZE).write(Messages.message("room", "carrier-message-1"));
        this.message = JsonMapper.shared().readValue(json, new TypeReference<>() {});
    }

    static AggregateAppend inTransactions(Bench bench, DataSource dataSource) {
        return new AggregateAppend(
                bench,
                new SpringDataSourceConnectionProvider(dataSource),
                new SpringTransactionManager(new DataSourceTransactionManager(dataSource)));
    }

    static AggregateAppend byAutoCommit(Bench bench, DataSource dataSource) {
        return new AggregateAppend(bench, new DataSourceConnectionProvider(dataSource), NoTransactionManager.INSTANCE);
    }

    @Override
    public void prepare(int callers) {
        this.prefix = created.incrementAndGet() + "-";
        this.next = new long[callers][Math.max(1, this.aggregates / callers)];
    }

    @Override
    public int perform(Caller caller) {
        long[] own = this.next[caller.number()];
        int aggregate = caller.random().nextInt(own.length);
        String id = this.prefix + caller.number() + '-' + aggregate;
        this.engine.appendEvents(
                new GenericDomainEventMessage<>(TYPE, id, own[aggregate], new MessagePosted(this.message)));
        own[aggregate]++;
        return 1;
    }

    @Override
    public boolean verify(List<Caller> callers) throws SQLException {
        long acknowledged = callers.stream().mapToLong(Caller::calls).sum();
        return this.server.call(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(this.server.sql(COUNT))) {
                statement.setString(1, this.prefix + '%');
                ResultSet row = statement.executeQuery();
                row.next();
                return row.getLong(1) == acknowledged && row.getLong(2) == 0;
            }
        });
    }

    record MessagePosted(Map<String, Object> message) {}
}
