package live.roomkit.benchmarks.peer;

import java.util.List;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.CallerSide;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Workload;

/** Measures threads that add messages. Each thread has its own conversation, which already has 1000 messages. */
final class ChatMemoryJob implements Workload {

    static final int MESSAGES = 1_000;

    @Override
    public String name() {
        return "peers";
    }

    @Override
    public String summary() {
        return "callers add messages to conversations of " + MESSAGES;
    }

    @Override
    public Sizes sizes() {
        return Sizes.of(16, 16);
    }

    @Override
    public List<String> sides() {
        return List.of("store", "spring-ai");
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        return CallerSide.open(
                bench,
                dataSource -> side.equals("store")
                        ? new RoomConversation(bench.server(), dataSource, MESSAGES)
                        : new ChatMemoryConversation(bench.server(), dataSource, MESSAGES, 0));
    }
}
