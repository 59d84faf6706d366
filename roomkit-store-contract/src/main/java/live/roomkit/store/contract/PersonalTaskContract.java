package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import live.roomkit.identity.Identity;
import live.roomkit.protection.ErasureReceipt;
import live.roomkit.protection.ErasureScope;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.ImportReport;
import live.roomkit.room.Room;
import live.roomkit.task.Task;
import org.junit.jupiter.api.Test;

/**
 * Tests that the erasure and the export of an identity include the tasks that are assigned to the identity. In the
 * rooms of these tasks, the identity is not a participant.
 */
public abstract class PersonalTaskContract extends ProtectionContract {

    private static final ErasureScope SCOPE = ErasureScope.ALL.keepingKeys();

    /**
     * Begins with the same 140 characters as the id of another person in these tests. PostgreSQL's index of assigned
     * tasks contains only the first 64 characters of these ids, so the index alone cannot distinguish the two ids.
     */
    private final String identityId = "person-".repeat(20) + newId();

    private final String roomId = newId();

    /** Creates the tests for the given store. */
    protected PersonalTaskContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void assignedTaskIsErasedWithItsPerson() {
        Task task = assignedTask();
        Task requested = store().addTask(Task.builder(this.roomId, newId())
                .createdBy(this.identityId)
                .build());
        Task other = taskOfAnother();

        ErasureReceipt receipt = protection().eraseIdentity(this.identityId, SCOPE);

        assertThat(store().getTask(this.roomId, task.id())).isEmpty();
        assertThat(store().getTask(this.roomId, requested.id())).isEmpty();
        assertThat(store().getTask(this.roomId, other.id())).contains(other);
        assertThat(receipt.counts()).containsEntry("tasks", 2L).containsEntry("participants", 0L);
        assertThat(receipt.participants()).isEmpty();
    }

    @Test
    void assignedTaskLosesItsTextsOnRequest() {
        Task task = assignedTask();

        protection().eraseIdentity(this.identityId, SCOPE.keepingTasks());

        Task erased = store().getTask(this.roomId, task.id()).orElseThrow();
        assertThat(erased.title()).isNull();
        assertThat(erased.assignedTo()).isNull();
    }

    @Test
    void assignedTaskOfAMergedIdentityIsErased() {
        assignedTask();
        String other = store().createIdentity(Identity.of(newId())).id();
        store().mergeIdentities(other, this.identityId, null);

        protection().eraseIdentity(other, SCOPE);

        assertThat(store().listTasks(this.roomId)).isEmpty();
    }

    @Test
    void assignedTaskIsInTheCopyOfThePerson() {
        Task task = assignedTask();
        Task other = taskOfAnother();
        ExportQuery person = ExportQuery.ofIdentity(this.identityId);

        String copy = export(store(), person);

        assertThat(copy).contains(task.id(), this.roomId).doesNotContain(other.id(), "about others");
        store().deleteRoom(this.roomId);
        ImportReport report = importInto(store(), copy);
        assertThat(report.refusals()).isEmpty();
        assertThat(export(store(), person)).isEqualTo(copy);
    }

    private Task assignedTask() {
        store().createIdentity(Identity.of(this.identityId));
        store().createRoom(Room.builder(this.roomId)
                .metadata(Map.of("note", "about others"))
                .build());
        return store().addTask(Task.builder(this.roomId, newId())
                .title("call back")
                .assignedTo(this.identityId)
                .build());
    }

    private Task taskOfAnother() {
        return store().addTask(Task.builder(this.roomId, newId())
                .assignedTo("person-".repeat(20) + newId())
                .build());
    }
}
