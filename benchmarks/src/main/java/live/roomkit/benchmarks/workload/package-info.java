/** Workloads of the benchmarks. */
@NullMarked
package live.roomkit.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
