/** Uses of the change feed of a store: streams to browsers, and methods that listen. */
@NullMarked
package live.roomkit.boot.feed;

import org.jspecify.annotations.NullMarked;
