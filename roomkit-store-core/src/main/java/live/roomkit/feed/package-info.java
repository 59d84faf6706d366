/** Contains the change feed, which delivers every change of a store's rooms in order and can be resumed on any node. */
@NullMarked
package live.roomkit.feed;

import org.jspecify.annotations.NullMarked;
