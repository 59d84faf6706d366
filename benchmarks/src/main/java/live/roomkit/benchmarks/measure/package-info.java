/** Measures two ways to do one thing side by side. */
@NullMarked
package live.roomkit.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
