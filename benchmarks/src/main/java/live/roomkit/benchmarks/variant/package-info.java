/** Contains variants of the store's tables and append statement, which benchmarks compare with the current ones. */
@NullMarked
package live.roomkit.benchmarks.variant;

import org.jspecify.annotations.NullMarked;
