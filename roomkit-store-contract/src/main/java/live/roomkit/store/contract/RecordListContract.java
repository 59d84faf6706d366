package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import live.roomkit.Cursor;
import live.roomkit.room.Room;
import live.roomkit.task.Observation;
import live.roomkit.task.ObservationQuery;
import live.roomkit.task.Task;
import live.roomkit.task.TaskQuery;
import live.roomkit.task.TaskStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests queries for {@link Task tasks} and {@link Observation observations} of all rooms. */
public abstract class RecordListContract extends StoreContract {

    private final String organization = newId();

    private final String assignee = newId();

    /** Creates the tests for the given store. */
    protected RecordListContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void tasksComeInTheOrderOfCreationThenIdThenRoom() {
        String prefix = newId();
        String low = roomOf(prefix + "a");
        String high = roomOf(prefix + "b");
        List<Task> tasks = List.of(
                task(high, "z", -1, TaskStatus.PENDING),
                task(low, "a", 0, TaskStatus.FAILED),
                task(high, "a", 0, TaskStatus.PENDING),
                task(low, "b", 0, TaskStatus.COMPLETED));

        for (TaskQuery query : List.of(
                query(this.organization, null), query(null, this.assignee), query(this.organization, this.assignee))) {
            assertThat(secondStore().listTasks(query)).as(query.toString()).isEqualTo(tasks);
            assertThat(pages(query, 1)).as(query.toString()).isEqualTo(tasks);
            assertThat(pages(query, 3)).as(query.toString()).isEqualTo(tasks);
        }
        assertThat(store().forOrganization(this.organization).listTasks(query(null, null)))
                .isEqualTo(tasks);
    }

    @Test
    void tasksAreFilteredBeforeTheLimit() {
        String room = roomOf(newId());
        for (int i = 0; i < 5; i++) {
            task(room, "done-" + i, i, TaskStatus.COMPLETED);
        }
        Task failed = task(room, "failed", 6, TaskStatus.FAILED);
        Task pending = task(room, "pending", 5, TaskStatus.PENDING);
        Task unassigned = store().addTask(Task.of(room, "unassigned"));

        for (TaskQuery query : List.of(query(this.organization, null), query(null, this.assignee))) {
            assertThat(statuses(query, Set.of(TaskStatus.FAILED))).containsExactly(failed);
            assertThat(statuses(query, Set.of(TaskStatus.FAILED, TaskStatus.PENDING)))
                    .startsWith(pending, failed);
            assertThat(statuses(query, Set.of())).isEmpty();
            assertThat(statuses(query, Set.of(TaskStatus.CANCELLED))).isEmpty();
            assertThat(store().listTasks(query.toBuilder().limit(2).build())).hasSize(2);
        }
        assertThat(statuses(query(this.organization, null), Set.of(TaskStatus.PENDING)))
                .containsExactly(pending, unassigned);
        assertThat(store().listTasks(query(this.organization, newId()))).isEmpty();
        assertThat(store().listTasks(query(newId(), this.assignee))).isEmpty();
    }

    @Test
    void aTaskIsListedUnderItsPresentAssignee() {
        Task task = task(roomOf(newId()), "task", 0, TaskStatus.PENDING);
        String other = newId();

        Task given = store().updateTask(
                        task.roomId(),
                        task.id(),
                        stored -> stored.toBuilder().assignedTo(other).build());
        assertThat(store().listTasks(query(null, this.assignee))).isEmpty();
        assertThat(store().listTasks(query(null, other))).containsExactly(given);

        store().updateTask(given.toBuilder().assignedTo(null).build());
        assertThat(store().listTasks(query(null, other))).isEmpty();
    }

    @Test
    void tasksAndObservationsFollowTheOrganizationOfTheirRoom() {
        String room = roomOf(newId());
        Task task = task(room, "task", 0, TaskStatus.PENDING);
        Observation observation = store().addObservation(Observation.of(room, "observation"));
        String other = newId();

        store().updateRoom(
                        room, stored -> stored.toBuilder().organizationId(other).build());
        assertThat(store().listTasks(query(other, null))).containsExactly(task);
        assertThat(store().listTasks(query(this.organization, null))).isEmpty();
        assertThat(observations(other, null)).containsExactly(observation);
        assertThat(observations(this.organization, null)).isEmpty();

        Task second = task(room, "second", 1, TaskStatus.PENDING);
        store().updateRoom(room(room).toBuilder().organizationId(null).build());
        assertThat(store().listTasks(query(other, null))).isEmpty();
        assertThat(store().listTasks(query(null, this.assignee))).containsExactly(task, second);
    }

    @Test
    void observationsComeInTheOrderOfCreationThenIdThenRoom() {
        String prefix = newId();
        String low = roomOf(prefix + "a");
        String high = roomOf(prefix + "b");
        List<Observation> observations = List.of(
                observation(high, "z", -1, "mood"),
                observation(low, "a", 0, "intent"),
                observation(high, "a", 0, "mood"),
                observation(low, "b", 0, "mood"));

        assertThat(observations(this.organization, null)).isEqualTo(observations);
        assertThat(observations(this.organization, "intent")).containsExactly(observations.get(1));
        assertThat(observations(newId(), "intent")).isEmpty();
        ObservationQuery query = ObservationQuery.builder()
                .organizationId(this.organization)
                .category("mood")
                .after(observations.get(1).cursor())
                .build();
        assertThat(store().listObservations(query)).isEqualTo(observations.subList(2, 4));
        assertThat(store().listObservations(query.toBuilder()
                        .after(observations.get(2).cursor())
                        .limit(1)
                        .build()))
                .containsExactly(observations.get(3));
        assertThat(store().forOrganization(this.organization)
                        .listObservations(ObservationQuery.builder().build()))
                .isEqualTo(observations);
    }

    @Test
    void aCursorWithoutItsRoomIsRefused() {
        Cursor cursor = new Cursor(Samples.NOON, "task");

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> TaskQuery.builder().after(cursor).build())
                .withMessageContaining("after");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> ObservationQuery.builder().after(cursor).build())
                .withMessageContaining("after");
    }

    private String roomOf(String id) {
        return store().createRoom(
                        Room.builder(id).organizationId(this.organization).build())
                .id();
    }

    private Task task(String roomId, String id, int seconds, TaskStatus status) {
        return store().addTask(Task.builder(roomId, id)
                .createdAt(Samples.NOON.plusSeconds(seconds))
                .assignedTo(this.assignee)
                .status(status)
                .build());
    }

    private Observation observation(String roomId, String id, int seconds, String category) {
        return store().addObservation(Observation.builder(roomId, id)
                .createdAt(Samples.NOON.plusSeconds(seconds))
                .category(category)
                .build());
    }

    private static TaskQuery query(@Nullable String organizationId, @Nullable String assignedTo) {
        return TaskQuery.builder()
                .organizationId(organizationId)
                .assignedTo(assignedTo)
                .build();
    }

    private List<Task> statuses(TaskQuery query, Set<TaskStatus> statuses) {
        return store().listTasks(query.toBuilder().statuses(statuses).build());
    }

    private List<Observation> observations(@Nullable String organizationId, @Nullable String category) {
        return secondStore()
                .listObservations(ObservationQuery.builder()
                        .organizationId(organizationId)
                        .category(category)
                        .build());
    }

    private List<Task> pages(TaskQuery query, int limit) {
        List<Task> tasks = new ArrayList<>();
        List<Task> page = store().listTasks(query.toBuilder().limit(limit).build());
        while (!page.isEmpty()) {
            tasks.addAll(page);
            page = store().listTasks(query.toBuilder()
                    .limit(limit)
                    .after(page.get(page.size() - 1).cursor())
                    .build());
        }
        return tasks;
    }
}
