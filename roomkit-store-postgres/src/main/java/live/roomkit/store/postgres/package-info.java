/**
 * The conversation store on PostgreSQL. There is one class for each table. Records are stored as {@code jsonb}, and
 * Flyway migrates the tables.
 */
@NullMarked
package live.roomkit.store.postgres;

import org.jspecify.annotations.NullMarked;
