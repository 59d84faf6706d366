/** The interface of a conversation store, with its operations and exceptions. */
@NullMarked
package live.roomkit.store;

import org.jspecify.annotations.NullMarked;
