package live.roomkit.benchmarks;

import java.util.List;
import live.roomkit.benchmarks.growth.Growth;
import live.roomkit.benchmarks.measure.Workload;
import live.roomkit.benchmarks.peer.MemoryJob;
import live.roomkit.benchmarks.peer.Peers;
import live.roomkit.benchmarks.variant.Variants;
import live.roomkit.benchmarks.workload.Activity;
import live.roomkit.benchmarks.workload.Append;
import live.roomkit.benchmarks.workload.Batch;
import live.roomkit.benchmarks.workload.Context;
import live.roomkit.benchmarks.workload.Feed;
import live.roomkit.benchmarks.workload.Inbox;
import live.roomkit.benchmarks.workload.Observation;
import live.roomkit.benchmarks.workload.Page;
import live.roomkit.benchmarks.workload.Protection;
import live.roomkit.benchmarks.workload.Startup;
import live.roomkit.benchmarks.workload.Streaming;
import live.roomkit.benchmarks.workload.Unread;

/** All workloads of the benchmarks. A new workload must be added here. */
final class Workloads {

    static final List<Workload> ALL = List.of(
            Append.toManyRooms(),
            Append.toHotRoom(),
            new Batch(),
            new Page(),
            new Context(),
            new Unread(),
            new Inbox(),
            new Activity(),
            new Observation(),
            new Feed(),
            new Protection(),
            new Startup(),
            new Streaming(),
            new Peers(),
            new MemoryJob(),
            new Growth(),
            new Variants());

    private Workloads() {}
}
