package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.TaskNotFoundException;
import live.roomkit.task.Task;
import live.roomkit.task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the background tasks of a room. */
public abstract class TaskContract extends StoreContract {

    /** Creates the tests for the given store. */
    protected TaskContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void anAddedTaskIsReturnedAsItIsStored() {
        Task given = Task.of(newRoom(), newId());

        assertThat(store().addTask(given)).isEqualTo(given);

        assertThat(secondStore().getTask(given.roomId(), given.id())).contains(given);
        assertThat(given.status()).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void aTakenIdIsRefusedInItsRoomOnly() {
        Task first = store().addTask(Task.of(newRoom(), newId()));
        Task second = Task.builder(first.roomId(), first.id()).title("second").build();
        Task elsewhere = Task.of(newRoom(), first.id());

        assertThatExceptionOfType(DuplicateIdException.class)
                .isThrownBy(() -> store().addTask(second))
                .withMessageContaining(first.id());
        assertThat(store().addTask(elsewhere)).isEqualTo(elsewhere);

        assertThat(store().getTask(first.roomId(), first.id())).contains(first);
    }

    @Test
    void anUpdateKeepsTheTimeOfCreation() {
        Task first = store().addTask(Task.builder(newRoom(), newId())
                .createdAt(Samples.NOON)
                .assignedTo("alice")
                .data(Map.of("old", 1))
                .build());
        Task changed = Task.builder(first.roomId(), first.id())
                .status(TaskStatus.COMPLETED)
                .title("changed")
                .build();

        Task updated = store().updateTask(changed);

        assertThat(updated)
                .isEqualTo(changed.toBuilder().createdAt(Samples.NOON).build());
        assertThat(secondStore().getTask(first.roomId(), first.id())).contains(updated);
        assertThat(store().listTasks(first.roomId(), TaskStatus.COMPLETED)).containsExactly(updated);
        assertThat(store().listTasks(first.roomId(), TaskStatus.PENDING)).isEmpty();
    }

    @Test
    void anAbsentTaskCannotBeUpdated() {
        Task elsewhere = store().addTask(Task.of(newRoom(), newId()));
        String id = newRoom();

        assertThatExceptionOfType(TaskNotFoundException.class)
                .isThrownBy(() -> store().updateTask(Task.of(id, elsewhere.id())))
                .withMessageContaining(elsewhere.id());

        assertThat(store().getTask(id, elsewhere.id())).isEmpty();
        assertThat(store().getTask(elsewhere.roomId(), elsewhere.id())).contains(elsewhere);
    }

    @Test
    void anAbsentRoomTakesNoTasks() {
        String id = newId();

        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().addTask(Task.of(id, "task")))
                .withMessageContaining(id);
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().updateTask(Task.of(id, "task")));
        assertThat(store().getTask(id, "task")).isEmpty();
        assertThat(store().listTasks(id)).isEmpty();
    }

    @Test
    void tasksComeInTheOrderOfCreationThenIdPageByPage() {
        String id = newRoom();
        for (String taskId : List.of("\uD83D\uDE80", "b", "\uFFFD", "a", "B")) {
            add(id, taskId, Samples.NOON, TaskStatus.PENDING);
        }
        Task first = add(id, "z", Samples.NOON.minusSeconds(1), TaskStatus.PENDING);

        List<Task> all = store().listTasks(id);
        assertThat(all).extracting(Task::id).containsExactly("z", "B", "a", "b", "\uFFFD", "\uD83D\uDE80");
        assertThat(store().listTasks(id, null, 2, null)).isEqualTo(all.subList(0, 2));
        assertThat(store().listTasks(id, null, 2, first.cursor())).isEqualTo(all.subList(1, 3));
        assertThat(store().listTasks(id, null, 2, all.get(3).cursor())).isEqualTo(all.subList(4, 6));
        assertThat(store().listTasks(id, null, 2, all.get(5).cursor())).isEmpty();
    }

    @Test
    void tasksAreFilteredByStateBeforeTheLimit() {
        String id = newRoom();
        for (int i = 0; i < 10; i++) {
            add(id, "pending-" + i, Samples.NOON.plusSeconds(i), TaskStatus.PENDING);
        }
        Task one = add(id, "one", Samples.NOON.plusSeconds(11), TaskStatus.FAILED);
        Task two = add(id, "two", Samples.NOON.plusSeconds(12), TaskStatus.FAILED);

        assertThat(store().listTasks(id, TaskStatus.FAILED, 1, null)).containsExactly(one);
        assertThat(store().listTasks(id, TaskStatus.FAILED, 1, one.cursor())).containsExactly(two);
        assertThat(store().listTasks(id, TaskStatus.FAILED)).containsExactly(one, two);
        assertThat(store().listTasks(id, TaskStatus.CANCELLED)).isEmpty();
        assertThat(store().listTasks(id, null)).hasSize(12);
    }

    @Test
    void aListGives50TasksUnlessItSaysOtherwise() {
        String id = newRoom();
        for (int i = 0; i < 51; i++) {
            add(id, "task-" + i, Samples.NOON, TaskStatus.PENDING);
        }

        assertThat(store().listTasks(id)).hasSize(50);
        assertThat(store().listTasks(id, TaskStatus.PENDING)).hasSize(50);
        assertThat(store().listTasks(id, null, 1000, null)).hasSize(51);
    }

    @Test
    void withoutItsRoomTheTaskOfTheLowestRoomIsFound() {
        String taskId = newId();
        String prefix = newId();
        String organization = newId();
        for (String tail : List.of("\uD83D\uDE80", "\uFFFD")) {
            store().createRoom(Samples.roomOf(prefix + tail, tail.equals("\uFFFD") ? newId() : organization));
            store().addTask(Task.of(prefix + tail, taskId));
        }

        assertThat(store().findTask(taskId)).map(Task::roomId).contains(prefix + "\uFFFD");
        assertThat(store().findTask(taskId, organization)).map(Task::roomId).contains(prefix + "\uD83D\uDE80");
        assertThat(store().findTask(taskId, newId())).isEmpty();
        assertThat(store().findTask(newId())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001})
    void aLimitOutsideItsRangeIsRefused(int limit) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().listTasks(newId(), null, limit, null))
                .withMessageContaining("limit");
    }

    private Task add(String roomId, String id, Instant createdAt, TaskStatus status) {
        return store().addTask(Task.builder(roomId, id)
                .createdAt(createdAt)
                .status(status)
                .build());
    }

    @Test
    void aDeletedTaskIsGoneAndItsIdFree() {
        Task task = store().addTask(Task.of(newRoom(), newId()));
        Task other = store().addTask(Task.of(task.roomId(), newId()));

        assertThat(store().deleteTask(task.roomId(), task.id())).isTrue();
        assertThat(store().deleteTask(task.roomId(), task.id())).isFalse();

        assertThat(store().getTask(task.roomId(), task.id())).isEmpty();
        assertThat(store().listTasks(task.roomId())).containsExactly(other);
        assertThat(store().addTask(task)).isEqualTo(task);
        assertThatExceptionOfType(RoomNotFoundException.class).isThrownBy(() -> store().deleteTask(newId(), task.id()));
    }
}
