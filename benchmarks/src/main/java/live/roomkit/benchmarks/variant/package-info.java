/** Alternatives to the current schema and append statement. */
@NullMarked
package live.roomkit.benchmarks.variant;

import org.jspecify.annotations.NullMarked;
