package live.roomkit.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.CallerSide;
import live.roomkit.benchmarks.measure.Comparison;
import live.roomkit.benchmarks.measure.Measurement;
import live.roomkit.benchmarks.measure.PairedRun;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Workload;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.RetentionPolicy.Action;
import live.roomkit.store.postgres.PostgresStore;

/**
 * Measures the slowest appends while a sweep deletes or erases old events, compared with appends without a sweep. Also
 * measures the rate of an export of all events.
 */
public final class Protection implements Workload {

    /** The creation time of the events that exist before the measurement. */
    static final Instant OLD = Instant.parse("2020-01-01T00:00:00Z");

    private static final int ROOMS_OF_THE_BACKLOG = 100;

    @Override
    public String name() {
        return "protection";
    }

    @Override
    public String summary() {
        return "the slowest 1 % of appends while 1 000 000 old events (--events) are swept, and an export of them";
    }

    @Override
    public Sizes sizes() {
        return Sizes.of(1_000, 8).withEvents(1_000_000);
    }

    @Override
    public List<String> sides() {
        return List.of("deleting", "erasing", "alone", "export");
    }

    @Override
    public Comparison comparison() {
        return Comparison.TAIL;
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        Bench own = bench.withServer(bench.server().withNewSchema());
        FreshRooms backlog = backlog(own);
        return switch (side) {
            case "deleting" -> SweepSide.open(own, backlog, Action.DELETE);
            case "erasing" -> SweepSide.open(own, backlog, Action.ERASE);
            default -> CallerSide.open(own, dataSource -> new StoreAppend(own, dataSource));
        };
    }

    private static FreshRooms backlog(Bench bench) throws Exception {
        Server server = bench.server();
        long events = bench.sizes().events();
        FreshRooms rooms = FreshRooms.create(server, (int) Math.min(ROOMS_OF_THE_BACKLOG, events));
        bench.report().progress("protection: writing " + events + " events");
        String original = FreshRooms.create(server, 1).ids().get(0);
        Backlog.fill(
                server,
                rooms,
                Messages.message(original, "original").toBuilder()
                        .createdAt(OLD)
                        .idempotencyKey(null)
                        .build(),
                events / rooms.ids().size());
        server.update("DELETE FROM roomkit.rooms WHERE id = ?", original);
        return rooms;
    }

    @Override
    public void run(Bench bench) throws Exception {
        List<String> wanted = bench.against().isEmpty() ? sides() : bench.against();
        if (wanted.contains("alone")) {
            List<String> sweeping = new ArrayList<>(List.of("deleting"));
            if (wanted.contains("erasing")) {
                sweeping.add("erasing");
            }
            List<PairedRun.Pair> pairs = sweeping.stream()
                    .map(side -> new PairedRun.Pair(side, "alone"))
                    .toList();
            sweeping.add("alone");
            new PairedRun(this, bench, sweeping, pairs).run();
        }
        if (wanted.contains("export")) {
            Bench own = bench.withServer(bench.server().withNewSchema());
            backlog(own);
            export(own);
            bench.report().side(name(), "export", bench.sizes(), export(own));
        }
    }

    private static Measurement export(Bench bench) throws Exception {
        try (HikariDataSource pool = bench.server().openPool(bench.sizes().pool());
                PostgresStore store = bench.server().openStore(pool)) {
            Counted lines = new Counted();
            long begin = System.nanoTime();
            store.protection().exportTo(ExportQuery.all(), lines);
            double seconds = (System.nanoTime() - begin) / 1e9;
            long rooms = Math.min(ROOMS_OF_THE_BACKLOG, bench.sizes().events());
            long events = bench.sizes().events() / rooms * rooms;
            boolean complete = lines.number == events + rooms + 1;
            return new Measurement(events, seconds, null, Map.of("bytes", (double) lines.bytes), Map.of(), complete);
        }
    }

    /**
     * Counts lines. After its first line, an export of the backlog has one line for each event and one line for each
     * room.
     */
    private static final class Counted extends OutputStream {

        private long number;

        private long bytes;

        @Override
        public void write(int value) {
            this.bytes++;
            this.number += (value == '\n') ? 1 : 0;
        }

        @Override
        public void write(byte[] values, int offset, int length) throws IOException {
            this.bytes += length;
            for (int i = offset; i < offset + length; i++) {
                this.number += (values[i] == '\n') ? 1 : 0;
            }
        }
    }
}
