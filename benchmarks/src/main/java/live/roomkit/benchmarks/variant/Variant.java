package live.roomkit.benchmarks.variant;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Task;
import live.roomkit.benchmarks.workload.AppendStatement;

/**
 * A variant of the store's tables or of the statement with which the store appends an event. Benchmarks measure each
 * variant in a schema of its own.
 */
enum Variant {
    TODAY,
    NO_FOREIGN_KEY("ALTER TABLE roomkit.events DROP CONSTRAINT events_room_id_fkey"),
    NARROW_COUNTERS("""
            CREATE TABLE roomkit.room_counters (
                id                 text COLLATE "C" NOT NULL PRIMARY KEY,
                next_index         bigint           NOT NULL DEFAULT 0,
                event_count        bigint           NOT NULL DEFAULT 0,
                message_count      bigint           NOT NULL DEFAULT 0,
                last_message_index bigint           NOT NULL DEFAULT -1,
                last_activity_at   timestamptz,
                activity_bucket    timestamptz      NOT NULL DEFAULT '-infinity'
            ) WITH (fillfactor = 60)
            """) {
        @Override
        Task task(Bench bench, DataSource dataSource) throws SQLException {
            return new NarrowCountersAppend(bench, dataSource);
        }
    },
    NO_CREATED_AT_INDEX("DROP INDEX roomkit.events_room_id_created_at_index_idx"),
    NO_CORRELATION_INDEX("DROP INDEX roomkit.events_room_id_correlation_id_index_idx"),
    NO_PARENT_INDEX("DROP INDEX roomkit.events_room_id_parent_event_id_index_idx"),
    FUNCTION {
        @Override
        AppendStatement statement(Server server) throws SQLException {
            return Statements.asFunction(super.statement(server), server);
        }
    },
    TWO_STATEMENTS {
        @Override
        Task task(Bench bench, DataSource dataSource) throws SQLException {
            return new LockFirstAppend(bench, dataSource);
        }
    },
    FILLFACTOR_100("ALTER TABLE roomkit.rooms SET (fillfactor = 100)"),
    RANDOM_IDS {
        @Override
        String nextId(SplittableRandom random) {
            return new UUID(random.nextLong(), random.nextLong()).toString();
        }
    },
    NO_PROBE {
        @Override
        AppendStatement statement(Server server) throws SQLException {
            return Statements.withoutProbe(super.statement(server));
        }
    };

    private final List<String> changes;

    Variant(String... changes) {
        this.changes = List.of(changes);
    }

    static Variant of(String side) {
        return Arrays.stream(values())
                .filter(variant -> variant.side().equals(side))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the name by which the command line selects this variant. */
    String side() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Changes the store's tables in the server's schema to those of this variant. */
    void apply(Server server) throws SQLException {
        for (String change : this.changes) {
            server.call(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(server.sql(change))) {
                    return statement.execute();
                }
            });
        }
    }

    Task task(Bench bench, DataSource dataSource) throws SQLException {
        return new StatementAppend(bench, dataSource, statement(bench.server()), this);
    }

    AppendStatement statement(Server server) throws SQLException {
        return Statements.alone(server);
    }

    String nextId(SplittableRandom random) {
        return AppendStatement.nextId(random);
    }
}
