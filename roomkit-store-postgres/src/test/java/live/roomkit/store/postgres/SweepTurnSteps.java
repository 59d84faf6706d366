package live.roomkit.store.postgres;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import live.roomkit.internal.protection.SweepTurns;
import live.roomkit.protection.SweepReport;
import live.roomkit.store.json.RecordJson;

/** Everything that can be asked of the turns of sweeps. */
final class SweepTurnSteps {

    private SweepTurnSteps() {}

    static void run(DataSource dataSource, SchemaName schema) {
        Database database = new Database(
                new StoreJdbcTemplate(dataSource),
                schema,
                new RecordJson(Integer.MAX_VALUE),
                Integer.MAX_VALUE,
                Clock.systemUTC(),
                false,
                false);
        StoreConnections connections =
                new StoreConnections(dataSource, new Retries(Duration.ZERO), false, Duration.ZERO, false);
        SweepTurns turns = new PostgresSweepTurns(connections, database, true);
        Instant dueAt = Instant.parse("2026-01-01T00:00:00Z");
        SweepTurns.Turn turn = turns.begin("policy", dueAt, false).orElseThrow();
        turns.renew("policy", turn);
        turns.end("policy", turn, new SweepReport("policy", dueAt, false, 0, 0, 0, true), "");
        turns.find("policy");
    }
}
