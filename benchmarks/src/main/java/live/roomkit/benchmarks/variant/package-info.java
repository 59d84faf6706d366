/** Variants of the current tables and append statement. */
@NullMarked
package live.roomkit.benchmarks.variant;

import org.jspecify.annotations.NullMarked;
