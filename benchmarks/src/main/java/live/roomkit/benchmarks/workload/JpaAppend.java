package live.roomkit.benchmarks.workload;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Caller;
import live.roomkit.store.json.RecordJson;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.MappingSettings;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/**
 * Appends events through JPA with Hibernate to the tables of the store. Each append reads the room and persists the
 * event. When another caller has changed the version of the room meanwhile, the append is repeated.
 *
 * <p>The code follows Hibernate's user guide: optimistic locking with a version number ({@code @Version}), a new entity
 * manager for each transaction, and {@code persist} for entities with an assigned id. An entity manager is discarded
 * after a failure. The JSON of the events is created once, before the measurement. An application would have to create
 * it for each event.
 */
final class JpaAppend extends AppendTask {

    private final EntityManagerFactory entities;

    private final String json;

    private final int bytes;

    private final byte[] hash;

    JpaAppend(Bench bench, DataSource dataSource) {
        super(bench, 1);
        this.entities = new HibernatePersistenceConfiguration("append")
                .managedClasses(RoomRow.class, EventRow.class)
                .property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource)
                .property(MappingSettings.DEFAULT_SCHEMA, bench.server().schema())
                .createEntityManagerFactory();
        RecordJson mapping = new RecordJson(RecordJson.DEFAULT_MAX_RECORD_SIZE);
        RecordJson.EventJson event = mapping.writeEvent(Messages.message("1000000", "carrier-message-1-1"));
        this.json = new String(event.json(), StandardCharsets.UTF_8);
        this.bytes = event.json().length;
        this.hash = event.payloadHash();
    }

    @Override
    protected void append(String roomId, List<String> keys, Caller caller) {
        String id = AppendStatement.nextId(caller.random());
        boolean appended = false;
        while (!appended) {
            appended = tryToAppend(roomId, id, keys.get(0));
        }
    }

    private boolean tryToAppend(String roomId, String id, String key) {
        try {
            this.entities.runInTransaction(entityManager -> append(entityManager, roomId, id, key));
            return true;
        } catch (PersistenceException ex) {
            if (isConflict(ex)) {
                return false;
            }
            throw ex;
        }
    }

    private void append(EntityManager entityManager, String roomId, String id, String key) {
        Instant now = Instant.now();
        long index = entityManager.find(RoomRow.class, roomId).count(now);
        entityManager.persist(new EventRow(roomId, index, id, key, this.hash, now, this.bytes, this.json));
    }

    private static boolean isConflict(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OptimisticLockException || cause instanceof ConstraintViolationException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        this.entities.close();
    }
}
