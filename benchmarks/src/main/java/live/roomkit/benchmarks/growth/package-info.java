/** Measures how the time of each operation grows with the amount of data. */
@NullMarked
package live.roomkit.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
