/** Contains the parts of the change feed that all stores use. This package is not part of the API. */
@NullMarked
package live.roomkit.internal.feed;

import org.jspecify.annotations.NullMarked;
