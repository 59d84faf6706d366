/** Contains ways to use the change feed of a store: streams to browsers, and listener methods of beans. */
@NullMarked
package live.roomkit.boot.feed;

import org.jspecify.annotations.NullMarked;
