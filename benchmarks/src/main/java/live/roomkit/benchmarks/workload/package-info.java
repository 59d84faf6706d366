/** What is measured. */
@NullMarked
package live.roomkit.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
