/** Contains the inbox, which lists the rooms of a person, channel or organization with their unread messages. */
@NullMarked
package live.roomkit.inbox;

import org.jspecify.annotations.NullMarked;
