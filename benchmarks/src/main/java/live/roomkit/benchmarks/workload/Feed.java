package live.roomkit.benchmarks.workload;

import java.util.List;
import live.roomkit.benchmarks.measure.AlternatingRun;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.CallerSide;
import live.roomkit.benchmarks.measure.PairedRun;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Workload;

/**
 * Measures how much slower an append is with the change feed than without it, and how long a poll without new changes
 * takes. Measures how late a reader of the feed gets changes while a transaction of another program stays open. Also
 * measures how late consumers of the feed handle changes.
 */
public final class Feed implements Workload {

    /** A measurement of delays lasts {@link Sizes#seconds} multiplied by this number, by default one minute. */
    private static final int SLICES_OF_DELAYS = 10;

    private static final long FEW = 200;

    @Override
    public String name() {
        return "feed";
    }

    @Override
    public String summary() {
        return "appends with the change feed on and off, idle polls over 200 000 changes (--events), and delays of a reader and of consumers";
    }

    @Override
    public Sizes sizes() {
        return Sizes.of(1_000, 16).withEvents(200_000);
    }

    @Override
    public List<String> sides() {
        return List.of("on", "off", "idle", "idle-few", "open-transaction", "consumers");
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        Server server = bench.server();
        return switch (side) {
            case "off" -> CallerSide.open(bench, dataSource -> new StoreAppend(bench, dataSource));
            case "idle" -> idle(bench, bench.sizes().events());
            case "idle-few" -> idle(bench, Math.min(FEW, bench.sizes().events()));
            case "open-transaction" -> new FeedDelay(bench.withServer(server.withFeed()));
            case "consumers" -> new FeedConsumers(bench.withServer(server.withFeed()));
            default -> {
                Bench on = bench.withServer(server.withFeed());
                yield CallerSide.open(on, dataSource -> new StoreAppend(on, dataSource));
            }
        };
    }

    private static Side idle(Bench bench, long changes) throws Exception {
        Bench one = bench.withServer(bench.server().withFeed())
                .withSizes(bench.sizes().withClients(1));
        return CallerSide.open(one, dataSource -> new IdlePoll(one.server(), dataSource, changes));
    }

    @Override
    public void run(Bench bench) throws Exception {
        List<String> wanted = bench.against().isEmpty() ? sides() : bench.against();
        if (wanted.contains("off")) {
            callByCall(bench);
            compare(bench, "on", "off");
        }
        if (wanted.contains("idle") || wanted.contains("idle-few")) {
            compare(bench, "idle", "idle-few");
        }
        for (String delayed : List.of("open-transaction", "consumers")) {
            if (wanted.contains(delayed)) {
                measureDelay(delayed, bench);
            }
        }
    }

    /**
     * Measures how late changes arrive. The parameter {@code side} selects whether they arrive at a reader or at
     * consumers. Measures twice and reports only the second result, because the first measurement warms up the JVM.
     */
    private void measureDelay(String side, Bench bench) throws Exception {
        double seconds = bench.sizes().seconds();
        try (Side delay = open(side, bench)) {
            delay.measure(seconds);
            bench.report().side(name(), side, bench.sizes(), delay.measure(SLICES_OF_DELAYS * seconds));
        }
    }

    private void callByCall(Bench bench) throws Exception {
        Bench on = bench.withServer(bench.server().withFeed());
        try (AlternatingRun run = new AlternatingRun(
                bench,
                "on",
                dataSource -> new StoreAppend(on, dataSource),
                "off",
                dataSource -> new StoreAppend(bench, dataSource))) {
            run.run(name());
        }
    }

    private void compare(Bench bench, String first, String second) throws Exception {
        new PairedRun(this, bench, List.of(first, second), List.of(new PairedRun.Pair(first, second))).run();
    }
}
