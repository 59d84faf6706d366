/** What the actuator shows of a conversation store: its health, its tables and its connection pool. */
@NullMarked
package live.roomkit.boot.actuate;

import org.jspecify.annotations.NullMarked;
