/** Measures with JMH those parts of the store that run inside the JVM. */
@NullMarked
package live.roomkit.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
