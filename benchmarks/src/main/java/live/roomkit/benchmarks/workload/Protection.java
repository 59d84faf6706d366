package live.roomkit.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.time.Period;
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
import live.roomkit.event.RoomEvent;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.protection.RetentionPolicy.Action;
import live.roomkit.protection.SweepLimits;
import live.roomkit.protection.SweepReport;
import live.roomkit.store.postgres.PostgresStore;

/**
 * Measures how sweeps, which delete or erase old events, affect appends. Compares the slowest appends during a sweep
 * with the slowest appends without a sweep. All these appends use the same tables, because separate tables of the same
 * size would need more disk space. The deleting sweeps work on 100 rooms, and the erasing sweeps on 100 other rooms.
 * Together, the sweeps of the same kind delete or erase at most the 1 000 000 oldest events of their rooms. The
 * workload also measures how fast a sweep skips events that are already erased, and how fast all events are exported.
 */
public final class Protection implements Workload {

    private static final Instant OLD = Instant.parse("2020-01-01T00:00:00Z");

    private static final int ROOMS_OF_THE_BACKLOG = 100;

    private static final long DUE = 1_000_000;

    private static final String ERASE = """
            UPDATE roomkit.events
            SET payload_hash = NULL, data = data || '{"content": {"type": "erased", "erased_at": "2021-01-01T00:00:00Z"}}'
            """;

    private static final String ORGANIZE = """
            UPDATE roomkit.rooms
            SET organization_id = o.id, data = data || jsonb_build_object('organization_id', o.id)
            FROM (SELECT CAST(? AS text) AS id) AS o
            WHERE rooms.id = ANY (CAST(? AS text[]))
            """;

    @Override
    public String name() {
        return "protection";
    }

    @Override
    public String summary() {
        return "the slowest 1 % of appends while a sweep takes the oldest 1 000 000 of --events, a second sweep (again), and an export of all";
    }

    @Override
    public Sizes sizes() {
        return Sizes.of(1_000, 8).withEvents(1_000_000);
    }

    @Override
    public List<String> sides() {
        return List.of("deleting", "erasing", "alone", "again", "export");
    }

    @Override
    public Comparison comparison() {
        return Comparison.TAIL;
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        return switch (side) {
            case "deleting" -> openSweep(side, Action.DELETE, bench);
            case "erasing" -> openSweep(side, Action.ERASE, bench);
            default -> CallerSide.open(bench, dataSource -> new StoreAppend(bench, dataSource));
        };
    }

    private static Side openSweep(String side, Action action, Bench bench) throws Exception {
        Server server = bench.server();
        FreshRooms rooms = FreshRooms.create(server, ROOMS_OF_THE_BACKLOG);
        server.update(ORGANIZE, side, rooms.ids().toArray(String[]::new));
        long events = bench.sizes().events() / sweeps(bench).size();
        SweepSide.Due due = new SweepSide.Due(
                side,
                action,
                rooms,
                Math.min(DUE, events) / ROOMS_OF_THE_BACKLOG * ROOMS_OF_THE_BACKLOG,
                events / ROOMS_OF_THE_BACKLOG * ROOMS_OF_THE_BACKLOG);
        bench.report().progress("protection: writing " + due.all() + " events, of which " + due.due() + " are due");
        long duePerRoom = due.due() / ROOMS_OF_THE_BACKLOG;
        fill(server, rooms, OLD, 0, duePerRoom);
        fill(server, rooms, Instant.now(), duePerRoom, due.all() / ROOMS_OF_THE_BACKLOG);
        return SweepSide.open(bench, due);
    }

    private static void fill(Server server, FreshRooms rooms, Instant createdAt, long first, long end)
            throws SQLException {
        String original = FreshRooms.create(server, 1).ids().get(0);
        RoomEvent like = Messages.message(original, "original").toBuilder()
                .createdAt(createdAt)
                .idempotencyKey(null)
                .build();
        Backlog.fill(server, rooms, like, first, end);
        server.update("DELETE FROM roomkit.rooms WHERE id = ?", original);
    }

    private static List<String> sweeps(Bench bench) {
        return wanted(bench, "erasing") ? List.of("deleting", "erasing") : List.of("deleting");
    }

    private static boolean wanted(Bench bench, String side) {
        return bench.against().isEmpty() || bench.against().contains(side);
    }

    @Override
    public void run(Bench bench) throws Exception {
        if (wanted(bench, "alone")) {
            List<String> sides = new ArrayList<>(sweeps(bench));
            List<PairedRun.Pair> pairs = sides.stream()
                    .map(side -> new PairedRun.Pair(side, "alone"))
                    .toList();
            sides.add("alone");
            Bench own = bench.withServer(bench.server().withNewSchema());
            new PairedRun(this, own, sides, pairs).run();
        }
        if (wanted(bench, "again")) {
            Bench own = withOldEvents(bench);
            own.server().update(ERASE);
            Backlog.vacuum(own.server());
            bench.report().side(name(), "again", bench.sizes(), again(own));
        }
        if (wanted(bench, "export")) {
            Bench own = withOldEvents(bench);
            export(own);
            bench.report().side(name(), "export", bench.sizes(), export(own));
        }
    }

    private static Bench withOldEvents(Bench bench) throws Exception {
        Bench own = bench.withServer(bench.server().withNewSchema());
        long rooms = Math.min(ROOMS_OF_THE_BACKLOG, bench.sizes().events());
        bench.report().progress("protection: writing " + bench.sizes().events() + " events");
        fill(
                own.server(),
                FreshRooms.create(own.server(), (int) rooms),
                OLD,
                0,
                bench.sizes().events() / rooms);
        return own;
    }

    /** Measures a sweep that finds only events that are already erased, and therefore changes nothing. */
    private static Measurement again(Bench bench) throws Exception {
        RetentionPolicy policy =
                RetentionPolicy.of("again").keep(Period.ofYears(1)).action(Action.ERASE);
        try (HikariDataSource pool = bench.server().openPool(1);
                PostgresStore store = bench.server().openStore(pool)) {
            long cpu = bench.server().cpuMicros().orElse(0);
            long begin = System.nanoTime();
            SweepReport report = store.protection().sweep(policy, Instant.now(), SweepLimits.NONE, false);
            double seconds = (System.nanoTime() - begin) / 1e9;
            Map<String, Double> costs =
                    Map.of("server_cpu_us", (double) bench.server().cpuMicros().orElse(0) - cpu);
            boolean nothing = report.complete() && report.events() == 0;
            return new Measurement(bench.sizes().events(), seconds, null, costs, Map.of(), nothing);
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
     * Counts the bytes and the lines of an export. An export has a header line, one line for each room, and one line
     * for each event.
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
