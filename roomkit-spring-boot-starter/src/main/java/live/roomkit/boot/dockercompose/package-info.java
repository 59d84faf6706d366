/** Databases of the store that Docker Compose runs. */
@NullMarked
package live.roomkit.boot.dockercompose;

import org.jspecify.annotations.NullMarked;
