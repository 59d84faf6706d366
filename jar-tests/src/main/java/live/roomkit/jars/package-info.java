/** An application that tests the packaged jars. */
@NullMarked
package live.roomkit.jars;

import org.jspecify.annotations.NullMarked;
