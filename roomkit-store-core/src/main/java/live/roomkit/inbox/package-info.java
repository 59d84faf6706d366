/** Inboxes: the rooms of somebody, with what is new in them. */
@NullMarked
package live.roomkit.inbox;

import org.jspecify.annotations.NullMarked;
