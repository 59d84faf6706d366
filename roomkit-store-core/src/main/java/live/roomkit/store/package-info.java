/** The contract of a conversation store: its operations and its exceptions. */
@NullMarked
package live.roomkit.store;

import org.jspecify.annotations.NullMarked;
