/** Support for tests of applications with a conversation store. */
@NullMarked
package live.roomkit.boot.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
