/** Auto-configuration of the actuator endpoint {@code roomkit}. */
@NullMarked
package live.roomkit.boot.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
