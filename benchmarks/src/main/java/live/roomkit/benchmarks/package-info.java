/** Runnable jar: reads the command line and runs the workload that it names. */
@NullMarked
package live.roomkit.benchmarks;

import org.jspecify.annotations.NullMarked;
