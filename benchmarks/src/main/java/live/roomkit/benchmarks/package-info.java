/** The runnable jar: what the command line says, and how it is done. */
@NullMarked
package live.roomkit.benchmarks;

import org.jspecify.annotations.NullMarked;
