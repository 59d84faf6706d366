/** Contains the main class of the runnable jar. The jar runs the benchmark that the command line names. */
@NullMarked
package live.roomkit.benchmarks;

import org.jspecify.annotations.NullMarked;
