/** Measures several implementations of the same job in turn. */
@NullMarked
package live.roomkit.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
