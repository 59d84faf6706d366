/** Main class of the runnable jar, which runs the workload that the command line names. */
@NullMarked
package live.roomkit.benchmarks;

import org.jspecify.annotations.NullMarked;
