package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import live.roomkit.event.AppendResult;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Tests the store in a JPA transaction on the same DataSource, with and without commits by JPA itself. */
class JpaTransactionTests {

    @AutoClose
    private Application application;

    @AutoClose
    private EntityManagerFactory factory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void entitiesAndEventsAreCommittedAndRolledBackTogether(boolean autoCommit) {
        TransactionTemplate transaction = open(autoCommit);
        String id = this.application.newRoom();

        transaction.executeWithoutResult(status -> {
            persist("kept");
            append(id, "kept");
            this.application.store().updateRoom(id, room -> {
                append(id, "kept too");
                return room;
            });
            this.application.assertTimeline(id);
            assertThat(this.application.activeConnections()).isEqualTo(1);
        });
        this.application.assertTimeline(id, "kept", "kept too");
        transaction.executeWithoutResult(status -> {
            persist("lost");
            append(id, "lost");
            status.setRollbackOnly();
        });

        this.application.assertTimeline(id, "kept", "kept too");
        assertThat(this.application.jdbc().queryForList("SELECT text FROM notes", String.class))
                .containsExactly("kept");
        assertThat(this.application.activeConnections()).isZero();
        append(id, "alone");
        this.application.assertTimeline(id, "kept", "kept too", "alone");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFailedCallLeavesTheTransactionUsable(boolean autoCommit) {
        TransactionTemplate transaction = open(autoCommit);
        String id = this.application.newRoom();

        transaction.executeWithoutResult(status -> {
            AppendResult first = this.application.store().appendEvent(id, Application.keyed(id, "one", "k"));
            assertThat(this.application.store().appendEvent(id, Application.keyed(id, "one", "k")))
                    .isEqualTo(new AppendResult(first.event(), true));
            assertThatExceptionOfType(IdempotencyConflictException.class)
                    .isThrownBy(() -> this.application.store().appendEvent(id, Application.keyed(id, "other", "k")));
            assertThatExceptionOfType(RoomNotFoundException.class).isThrownBy(() -> append("nowhere", "lost"));
            this.application.store().appendEvent(id, Application.keyed(id, "two", "second key"));
            assertThatExceptionOfType(IdempotencyConflictException.class)
                    .isThrownBy(() -> this.application
                            .store()
                            .updateEvent(first.event().toBuilder()
                                    .idempotencyKey("second key")
                                    .build()));
            assertThat(status.isRollbackOnly()).isFalse();
            persist("after");
        });

        this.application.assertTimeline(id, "one", "two");
        assertThat(this.application.jdbc().queryForList("SELECT text FROM notes", String.class))
                .containsExactly("after");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReadOnlyTransactionReads(boolean autoCommit) {
        TransactionTemplate transaction = open(autoCommit);
        String id = this.application.newRoom();
        append(id, "hello");
        transaction.setReadOnly(true);

        transaction.executeWithoutResult(status -> {
            assertThat(Application.texts(this.application.store(), id)).containsExactly("hello");
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> append(id, "refused"))
                    .satisfies(ex -> assertThat(ex.isRetryable()).isFalse());
            assertThat(this.application.store().getEventCount(id)).isEqualTo(1);
        });

        this.application.assertTimeline(id, "hello");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTransactionOfItsOwnIsIndependent(boolean autoCommit) {
        TransactionTemplate transaction = open(autoCommit);
        TransactionTemplate own = new TransactionTemplate(transaction.getTransactionManager());
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        String outerId = this.application.newRoom();
        String innerId = this.application.newRoom();

        transaction.executeWithoutResult(outer -> {
            append(outerId, "lost");
            own.executeWithoutResult(inner -> append(innerId, "kept"));
            this.application.assertTimeline(innerId, "kept");
            outer.setRollbackOnly();
        });

        this.application.assertTimeline(outerId);
        this.application.assertTimeline(innerId, "kept");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noTransactionBeginsWithinAChangeAndNothingStays(boolean autoCommit) {
        TransactionTemplate transaction = open(autoCommit);
        String id = this.application.newRoom();

        assertThatExceptionOfType(IllegalTransactionStateException.class)
                .isThrownBy(() -> saveWithinChange(transaction, id))
                .withMessageStartingWith("Pre-bound JDBC Connection found!");

        this.application.assertTimeline(id);
        assertThat(this.application.activeConnections()).isZero();
        transaction.executeWithoutResult(status -> saveWithinChange(transaction, id));
        this.application.assertTimeline(id, "with the note");
        assertThat(this.application.jdbc().queryForList("SELECT text FROM notes", String.class))
                .containsExactly("note");
    }

    private void saveWithinChange(TransactionTemplate transaction, String roomId) {
        this.application.store().updateRoom(roomId, room -> {
            append(roomId, "with the note");
            transaction.executeWithoutResult(status -> persist("note"));
            return room;
        });
    }

    private TransactionTemplate open(boolean autoCommit) {
        this.application = new Application(2, autoCommit);
        this.factory = new HibernatePersistenceConfiguration("notes")
                .managedClass(Note.class)
                .property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, this.application.pool())
                .property(JdbcSettings.CONNECTION_HANDLING, "DELAYED_ACQUISITION_AND_HOLD")
                .property(JdbcSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, !autoCommit)
                .createEntityManagerFactory();
        JpaTransactionManager manager = new JpaTransactionManager(this.factory);
        manager.setDataSource(this.application.pool());
        manager.setJpaDialect(new HibernateJpaDialect());
        return new TransactionTemplate(manager);
    }

    private void persist(String text) {
        EntityManagerFactoryUtils.getTransactionalEntityManager(this.factory).persist(new Note(text));
    }

    private void append(String roomId, String text) {
        this.application.store().appendEvent(roomId, Application.message(roomId, text));
    }

    /** A record of the application. */
    @Entity
    @Table(name = "notes")
    static class Note {

        @Id
        private String text;

        Note() {}

        Note(String text) {
            this.text = text;
        }

        String text() {
            return this.text;
        }
    }
}
