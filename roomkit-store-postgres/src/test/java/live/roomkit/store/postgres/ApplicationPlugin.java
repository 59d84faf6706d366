package live.roomkit.store.postgres;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.api.resolver.MigrationResolver;
import org.flywaydb.core.api.resolver.ResolvedMigration;

/**
 * Stands for a plug-in that an application brings for its own Flyway. It finds no migrations and counts the searches.
 */
public class ApplicationPlugin implements MigrationResolver {

    static final AtomicInteger CALLS = new AtomicInteger();

    @Override
    public Collection<ResolvedMigration> resolveMigrations(Context context) {
        CALLS.incrementAndGet();
        return List.of();
    }
}
