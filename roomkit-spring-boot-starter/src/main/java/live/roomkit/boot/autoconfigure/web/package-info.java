/** Error responses of web applications for exceptions of the store. */
@NullMarked
package live.roomkit.boot.autoconfigure.web;

import org.jspecify.annotations.NullMarked;
