/** Measures with JMH how much time the Java code of the store takes, without the time of the database. */
@NullMarked
package live.roomkit.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
