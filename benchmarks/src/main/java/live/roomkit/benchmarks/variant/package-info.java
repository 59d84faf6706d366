/** What the schema and the statement could have been instead. */
@NullMarked
package live.roomkit.benchmarks.variant;

import org.jspecify.annotations.NullMarked;
