/** Health and endpoint of a conversation store for the actuator. */
@NullMarked
package live.roomkit.boot.actuate;

import org.jspecify.annotations.NullMarked;
