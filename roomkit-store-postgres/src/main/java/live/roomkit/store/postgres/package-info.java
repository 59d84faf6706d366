/** The conversation store on PostgreSQL: one class for each table, JSONB records, migrations by Flyway. */
@NullMarked
package live.roomkit.store.postgres;

import org.jspecify.annotations.NullMarked;
