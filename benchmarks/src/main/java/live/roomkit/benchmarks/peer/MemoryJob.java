package live.roomkit.benchmarks.peer;

import java.util.List;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.CallerSide;
import live.roomkit.benchmarks.measure.PairedRun;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Workload;

/**
 * Measures threads that add messages to conversations with an AI agent. Each thread has its own conversation. The
 * option {@code --events} sets the number of messages that each of these conversations already has. The option
 * {@code --rooms} sets the number of other conversations.
 */
public final class MemoryJob implements Workload {

    private static final int MESSAGES = 1_000;

    private static final int CONVERSATIONS = 10_000;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String summary() {
        return "callers add 0.6 kB messages to agents' conversations of --events messages";
    }

    @Override
    public Sizes sizes() {
        return Sizes.of(CONVERSATIONS, 16).withEvents(MESSAGES);
    }

    @Override
    public List<String> sides() {
        return List.of("memory", "append", "spring-ai", "session", "session-jdbc");
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        int messages = Math.toIntExact(bench.sizes().events());
        int others = bench.sizes().rooms();
        return CallerSide.open(bench, dataSource -> switch (side) {
            case "spring-ai" -> new ChatMemoryConversation(bench.server(), dataSource, messages, others);
            case "session-jdbc" -> new JdbcSessionConversation(bench.server(), dataSource, messages, others);
            default -> AgentConversation.open(side, bench.server(), dataSource, messages, others);
        });
    }

    @Override
    public void run(Bench bench) throws Exception {
        List<String> others = bench.against().isEmpty() ? sides().subList(1, sides().size()) : bench.against();
        PairedRun.of(
                        this,
                        new Bench(
                                bench.sizes(),
                                others,
                                bench.callersSeries(),
                                bench.svg(),
                                bench.server(),
                                bench.report()))
                .run();
    }
}
