/** Streams the change feed of a store to browsers. */
@NullMarked
package live.roomkit.boot.feed;

import org.jspecify.annotations.NullMarked;
