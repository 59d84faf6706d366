/**
 * Code that all stores share: checks of arguments, and code that computes the changed version of a record. This package
 * is not part of the API.
 */
@NullMarked
package live.roomkit.internal.store;

import org.jspecify.annotations.NullMarked;
