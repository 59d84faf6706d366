/** A walk through everything a conversation store does, on a real database. */
@NullMarked
package live.roomkit.samples.quickstart;

import org.jspecify.annotations.NullMarked;
