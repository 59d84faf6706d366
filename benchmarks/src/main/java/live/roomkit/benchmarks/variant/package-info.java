/** Compares the store's tables, and the SQL statement with which the store appends an event, with variants of them. */
@NullMarked
package live.roomkit.benchmarks.variant;

import org.jspecify.annotations.NullMarked;
