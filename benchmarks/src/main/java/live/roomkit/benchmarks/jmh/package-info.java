/** Measures parts of the store inside the JVM with JMH. */
@NullMarked
package live.roomkit.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
