/** Health indicator and actuator endpoint of a conversation store. */
@NullMarked
package live.roomkit.boot.actuate;

import org.jspecify.annotations.NullMarked;
