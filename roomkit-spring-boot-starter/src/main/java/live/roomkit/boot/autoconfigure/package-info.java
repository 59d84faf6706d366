/** Configures a conversation store in a Spring Boot application, from the properties {@code roomkit.store.*}. */
@NullMarked
package live.roomkit.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
