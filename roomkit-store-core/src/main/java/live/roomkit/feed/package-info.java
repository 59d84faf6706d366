/**
 * Contains the change feed, which delivers every change of a store's rooms, in the order that
 * {@link live.roomkit.feed.Change} promises. A reader on any node can continue at the position that another reader has
 * reached.
 */
@NullMarked
package live.roomkit.feed;

import org.jspecify.annotations.NullMarked;
