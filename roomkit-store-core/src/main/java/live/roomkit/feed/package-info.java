/** The change feed: every change of a store's rooms, in order, resumable on any node. */
@NullMarked
package live.roomkit.feed;

import org.jspecify.annotations.NullMarked;
