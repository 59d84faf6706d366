/** What the stores share to implement the change feed. Not part of the API. */
@NullMarked
package live.roomkit.internal.feed;

import org.jspecify.annotations.NullMarked;
