/** Connection details of databases that run in Testcontainers. */
@NullMarked
package live.roomkit.boot.testcontainers;

import org.jspecify.annotations.NullMarked;
