/** What happens inside the JVM, measured by JMH. */
@NullMarked
package live.roomkit.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
