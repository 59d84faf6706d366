/** What an event says: one record per kind of content. */
@NullMarked
package live.roomkit.content;

import org.jspecify.annotations.NullMarked;
