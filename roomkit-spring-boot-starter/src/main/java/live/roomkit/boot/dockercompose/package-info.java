/** Services that Docker Compose runs, as databases of the store. */
@NullMarked
package live.roomkit.boot.dockercompose;

import org.jspecify.annotations.NullMarked;
