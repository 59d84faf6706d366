/** Measures how the time of each store operation grows with the amount of data. */
@NullMarked
package live.roomkit.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
