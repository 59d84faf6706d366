/** Databases of the store that Testcontainers runs. */
@NullMarked
package live.roomkit.boot.testcontainers;

import org.jspecify.annotations.NullMarked;
