/** Workloads that measure operations of the store. */
@NullMarked
package live.roomkit.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
