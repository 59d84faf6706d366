/** Compares the store with other libraries, each configured as its documentation recommends. */
@NullMarked
package live.roomkit.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
