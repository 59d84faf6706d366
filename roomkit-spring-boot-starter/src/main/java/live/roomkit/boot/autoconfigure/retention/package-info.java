/** Auto-configuration of retention: sweeps by a schedule. */
@NullMarked
package live.roomkit.boot.autoconfigure.retention;

import org.jspecify.annotations.NullMarked;
