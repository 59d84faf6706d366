/** Answers of a web application when its conversation store refuses. */
@NullMarked
package live.roomkit.boot.autoconfigure.web;

import org.jspecify.annotations.NullMarked;
