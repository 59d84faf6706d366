/** People as they are known across channels. */
@NullMarked
package live.roomkit.identity;

import org.jspecify.annotations.NullMarked;
