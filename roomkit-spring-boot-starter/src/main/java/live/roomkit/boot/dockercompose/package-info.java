/** Connection details of databases that run in Docker Compose. */
@NullMarked
package live.roomkit.boot.dockercompose;

import org.jspecify.annotations.NullMarked;
