/** Provides a real PostgreSQL server for tests, samples and benchmarks on any machine. */
@NullMarked
package live.roomkit.test.postgres;

import org.jspecify.annotations.NullMarked;
