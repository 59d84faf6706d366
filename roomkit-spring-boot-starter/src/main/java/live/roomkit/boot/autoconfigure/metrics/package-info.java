/** Contributes the actuator metrics {@code roomkit}. */
@NullMarked
package live.roomkit.boot.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
