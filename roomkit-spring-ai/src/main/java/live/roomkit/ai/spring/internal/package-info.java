/** Conversion of Spring AI's messages to events and back, for RoomKit's own modules. Not part of the API. */
@NullMarked
package live.roomkit.ai.spring.internal;

import org.jspecify.annotations.NullMarked;
