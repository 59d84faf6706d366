/** Other libraries at the same job, each set up as its documentation says. */
@NullMarked
package live.roomkit.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
