/** Types that several packages of RoomKit share. */
@NullMarked
package live.roomkit;

import org.jspecify.annotations.NullMarked;
