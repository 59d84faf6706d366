/** How long operations take where there is little, and where there is much. */
@NullMarked
package live.roomkit.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
