/** Contents of events. There is one record for each kind of content. */
@NullMarked
package live.roomkit.content;

import org.jspecify.annotations.NullMarked;
