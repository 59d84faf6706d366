/**
 * Contains the parts of erasure, sweeps, export and import that all stores share. This package is not part of the API.
 */
@NullMarked
package live.roomkit.internal.protection;

import org.jspecify.annotations.NullMarked;
