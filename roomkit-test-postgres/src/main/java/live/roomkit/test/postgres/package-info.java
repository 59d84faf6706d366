/** A real PostgreSQL server for tests, samples and benchmarks, whatever the machine offers to run it on. */
@NullMarked
package live.roomkit.test.postgres;

import org.jspecify.annotations.NullMarked;
