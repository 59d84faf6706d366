/** Containers that Testcontainers runs, as databases of the store. */
@NullMarked
package live.roomkit.boot.testcontainers;

import org.jspecify.annotations.NullMarked;
