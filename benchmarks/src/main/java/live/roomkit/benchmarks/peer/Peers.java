package live.roomkit.benchmarks.peer;

import java.util.List;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.PairedRun;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Workload;

/**
 * Compares the store with other libraries. Each library is compared at the job for which it is made, and each job is
 * measured separately.
 */
public final class Peers implements Workload {

    private static final List<Workload> JOBS = List.of(new ChatMemoryJob(), new EventStoreJob());

    @Override
    public String name() {
        return "peers";
    }

    @Override
    public String summary() {
        return "another store's own job: a conversation of 1000 messages (Spring AI), an aggregate's events (Axon)";
    }

    @Override
    public Sizes sizes() {
        return Sizes.of(1_000, 16);
    }

    @Override
    public List<String> sides() {
        return List.of("store", "spring-ai", "axon", "axon-auto-commit");
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        throw new UnsupportedOperationException(
                "Sides of this workload cannot be opened: each peer has a workload of its own");
    }

    @Override
    public void run(Bench bench) throws Exception {
        for (Workload job : JOBS) {
            List<String> peers = job.sides().subList(1, job.sides().size());
            List<String> wanted = bench.against().isEmpty()
                    ? peers
                    : peers.stream().filter(bench.against()::contains).toList();
            if (!wanted.isEmpty()) {
                PairedRun.of(job, against(wanted, bench)).run();
            }
        }
    }

    private static Bench against(List<String> peers, Bench bench) {
        return new Bench(bench.sizes(), peers, bench.callersSeries(), bench.svg(), bench.server(), bench.report());
    }
}
