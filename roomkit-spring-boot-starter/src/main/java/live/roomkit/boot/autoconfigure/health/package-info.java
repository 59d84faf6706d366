/** Auto-configuration of the store's health indicator. */
@NullMarked
package live.roomkit.boot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
