/** Contents of events: one record for each kind. */
@NullMarked
package live.roomkit.content;

import org.jspecify.annotations.NullMarked;
