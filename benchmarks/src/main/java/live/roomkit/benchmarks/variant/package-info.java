/**
 * Measures variants of the store's tables, and of the SQL statement with which the store appends an event. Compares
 * these variants with the originals.
 */
@NullMarked
package live.roomkit.benchmarks.variant;

import org.jspecify.annotations.NullMarked;
