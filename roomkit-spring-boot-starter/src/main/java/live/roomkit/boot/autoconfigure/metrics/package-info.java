/** Auto-configuration of the metrics {@code roomkit.store.*}. */
@NullMarked
package live.roomkit.boot.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
