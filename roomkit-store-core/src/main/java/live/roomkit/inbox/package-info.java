/**
 * Contains the inbox, which lists the rooms of a person, channel or organization with the number of unread messages in
 * each room.
 */
@NullMarked
package live.roomkit.inbox;

import org.jspecify.annotations.NullMarked;
