/** Auto-configuration of retention, which sweeps old events by a schedule. */
@NullMarked
package live.roomkit.boot.autoconfigure.retention;

import org.jspecify.annotations.NullMarked;
