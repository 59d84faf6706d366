/** What all stores do with what they are given. No part of the API. */
@NullMarked
package live.roomkit.internal.store;

import org.jspecify.annotations.NullMarked;
