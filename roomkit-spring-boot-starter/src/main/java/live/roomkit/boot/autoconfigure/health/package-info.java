/** Contributes the store to the application's health. */
@NullMarked
package live.roomkit.boot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
