/** Identities of people across channels. */
@NullMarked
package live.roomkit.identity;

import org.jspecify.annotations.NullMarked;
