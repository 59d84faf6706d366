package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventQuery;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.protection.ErasureReceipt;
import live.roomkit.protection.ErasureScope;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.Hold;
import live.roomkit.protection.HoldException;
import live.roomkit.protection.HoldTarget;
import live.roomkit.protection.HoldTargetNotFoundException;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.protection.RetentionPolicy.Action;
import live.roomkit.protection.SweepLimits;
import live.roomkit.protection.SweepReport;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Tests that data under a hold cannot be removed until the hold is released. */
public abstract class HoldContract extends ProtectionContract {

    private static final ErasureScope SCOPE = ErasureScope.ALL.keepingKeys();

    private static final Instant LATE = Instant.parse("2100-01-01T00:00:00Z");

    private final String organizationId = newId();

    private final String identityId = newId();

    /** Creates the tests for the given store, in which holds must be switched on. */
    protected HoldContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void holdOnARoomRefusesEveryDeletionInIt() {
        RoomEvent event = eventOfThePerson();
        String roomId = event.roomId();
        Hold hold = protection().placeHold(HoldTarget.room(roomId), "lawsuit 4711");

        assertRoomIsKept(store(), event, hold);
        assertRoomIsKept(secondStore(), event, hold);
        assertRoomIsKept(store().forOrganization(this.organizationId), event, hold);
        assertThat(protection().releaseHold(hold.id())).isTrue();
        assertThat(store().deleteEvent(roomId, event.id(), ReplyPolicy.KEEP)).containsExactly(event.id());
        assertThat(store().deleteRoom(roomId)).isTrue();
    }

    @Test
    void holdOnAnOrganizationKeepsItsRoomsAndIdentities() {
        RoomEvent event = eventOfThePerson();
        Hold hold = protection().placeHold(HoldTarget.organization(this.organizationId), "audit");

        assertRoomIsKept(store(), event, hold);
        assertRefused(hold, () -> store().deleteIdentity(this.identityId));
        assertRefused(hold, () -> protection().eraseIdentity(this.identityId, SCOPE));
    }

    @Test
    void holdOnAnIdentityKeepsItsRooms() {
        RoomEvent event = eventOfThePerson();
        Hold hold = protection().placeHold(HoldTarget.identity(this.identityId), "complaint");

        assertRoomIsKept(store(), event, hold);
        assertRefused(hold, () -> store().deleteIdentity(this.identityId));
        assertRefused(hold, () -> protection().eraseIdentity(this.identityId, SCOPE));
        String other = newRoom();
        assertThat(store().deleteRoom(other)).isTrue();
    }

    @Test
    void holdOnAnIdentityKeepsThoseMergedWithIt() {
        RoomEvent event = eventOfThePerson();
        String standing = newIdentity();
        String sibling = newIdentity();
        store().mergeIdentities(standing, this.identityId, null);
        store().mergeIdentities(standing, sibling, null);

        for (String held : List.of(standing, sibling)) {
            Hold hold = protection().placeHold(HoldTarget.identity(held), "complaint");
            assertRoomIsKept(store(), event, hold);
            assertRefused(hold, () -> store().deleteIdentity(this.identityId));
            assertRefused(hold, () -> protection().eraseIdentity(sibling, SCOPE));
            protection().releaseHold(hold.id());
        }
    }

    @Test
    void erasureOfAPersonInAHeldRoomChangesNothing() {
        eventOfThePerson();
        RoomEvent held = eventOfThePerson();
        eventOfThePerson();
        ErasureReceipt earlier =
                protection().eraseParticipant(eventOfThePerson().roomId(), "p-1", SCOPE);
        Hold hold = protection().placeHold(HoldTarget.room(held.roomId()), "lawsuit");
        String before = export(store(), ExportQuery.ofOrganization(this.organizationId));

        assertRefused(hold, () -> protection().eraseIdentity(this.identityId, SCOPE));

        assertThat(export(store(), ExportQuery.ofOrganization(this.organizationId)))
                .isEqualTo(before);
        assertThat(protection().eraseAgain(earlier).participants()).hasSize(1);
    }

    @Test
    void erasureOfAPersonWithATaskInAHeldRoomChangesNothing() {
        RoomEvent event = eventOfThePerson();
        String roomId = newRoom();
        store().addTask(Task.builder(roomId, newId())
                .assignedTo(this.identityId)
                .build());
        Hold hold = protection().placeHold(HoldTarget.room(roomId), "lawsuit");

        assertRefused(hold, () -> protection().eraseIdentity(this.identityId, SCOPE));

        assertThat(event(event)).isEqualTo(event);
    }

    @Test
    void sweepPassesOverHeldRoomsAndSaysSo() {
        RoomEvent held = eventOfThePerson();
        RoomEvent other = eventOfThePerson();
        Hold hold = protection().placeHold(HoldTarget.room(held.roomId()), "lawsuit");
        for (Action action : Action.values()) {
            RetentionPolicy policy = RetentionPolicy.of("short")
                    .keep(Period.ofDays(1))
                    .organizationId(this.organizationId)
                    .action(action);

            SweepReport dry = protection().sweep(policy, LATE, SweepLimits.NONE, true);
            SweepReport real = protection().sweep(policy, LATE, SweepLimits.NONE, false);

            assertThat(dry).usingRecursiveComparison().ignoringFields("dryRun").isEqualTo(real);
            assertThat(real.heldRooms()).isEqualTo(1);
            assertThat(real.rooms()).isEqualTo(1);
            assertThat(real.complete()).isTrue();
            assertThat(event(held)).isEqualTo(held);
        }
        assertThat(store().getEvent(other.roomId(), other.id())).isEmpty();
        protection().releaseHold(hold.id());
    }

    @Test
    void recordsUnderAHoldAreAddedAndChanged() {
        RoomEvent event = eventOfThePerson();
        Hold hold = protection().placeHold(HoldTarget.room(event.roomId()), "lawsuit");

        append(event.roomId(), "goes on");
        store().updateEvent(
                        event.toBuilder().content(TextContent.of("corrected")).build());
        store().patchRoomMetadata(event.roomId(), Map.of("topic", "bill"));

        assertThat(store().listEvents(EventQuery.of(event.roomId()))).hasSize(2);
        assertRoomIsKept(store(), event, hold);
    }

    @Test
    void holdOnSomethingMissingIsRefused() {
        for (HoldTarget missing :
                List.of(HoldTarget.room(newId()), HoldTarget.identity(newId()), HoldTarget.organization(newId()))) {
            assertThatExceptionOfType(HoldTargetNotFoundException.class)
                    .isThrownBy(() -> protection().placeHold(missing, "lawsuit"))
                    .withMessageContaining(missing.id());
        }
        assertThatIllegalArgumentException().isThrownBy(() -> protection().placeHold(HoldTarget.room(newRoom()), " "));
        assertThat(protection().releaseHold(newId())).isFalse();
    }

    @Test
    void dataIsFreeWhenItsLastHoldIsReleased() {
        String roomId = newRoom();
        Hold first = protection().placeHold(HoldTarget.room(roomId), "one");
        Hold second = protection().placeHold(HoldTarget.room(roomId), "two");

        protection().releaseHold(first.id());
        assertRefused(second, () -> store().deleteRoom(roomId));
        protection().releaseHold(second.id());

        assertThat(store().deleteRoom(roomId)).isTrue();
    }

    @Test
    void holdsAreListedPageByPage() {
        List<Hold> placed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            placed.add(protection().placeHold(HoldTarget.room(newRoom()), "reason " + i));
        }

        List<Hold> listed = new ArrayList<>();
        List<Hold> page = protection().listHolds(2, null);
        while (!page.isEmpty()) {
            listed.addAll(page);
            page = protection().listHolds(2, page.get(page.size() - 1).cursor());
        }

        assertThat(listed).doesNotHaveDuplicates().containsSubsequence(placed);
    }

    @Test
    void holdAndDeletionOfOneRoomNeverBothSucceed() throws Exception {
        List<String> roomIds = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            roomIds.add(store().createRoom(Samples.roomOf(newId(), newId())).id());
        }
        List<HoldTarget> targets = roomIds.stream()
                .map(roomId -> roomIds.indexOf(roomId) % 2 == 0
                        ? HoldTarget.room(roomId)
                        : HoldTarget.organization(
                                Objects.requireNonNull(room(roomId).organizationId())))
                .toList();

        List<List<String>> outcomes = Race.run(2, thread -> {
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < roomIds.size(); i++) {
                String roomId = roomIds.get(i);
                HoldTarget target = targets.get(i);
                seen.add(Race.outcome(
                        (thread == 0)
                                ? () -> protection().placeHold(target, "race")
                                : () -> secondStore().deleteRoom(roomId)));
            }
            return seen;
        });

        for (int i = 0; i < roomIds.size(); i++) {
            boolean held = outcomes.get(0).get(i).isEmpty();
            assertThat(outcomes.get(held ? 1 : 0).get(i))
                    .isEqualTo((held ? HoldException.class : HoldTargetNotFoundException.class).getName());
            assertThat(outcomes.get(1).get(i).isEmpty()).isNotEqualTo(held);
            assertThat(store().roomExists(roomIds.get(i))).isEqualTo(held);
        }
    }

    private void assertRoomIsKept(ConversationStore store, RoomEvent event, Hold hold) {
        String roomId = event.roomId();
        assertRefused(hold, () -> store.deleteRoom(roomId));
        assertRefused(hold, () -> store.deleteEvent(roomId, event.id(), ReplyPolicy.DELETE));
        assertRefused(hold, () -> store.removeParticipant(roomId, "p-1"));
        assertRefused(hold, () -> store.deleteTask(roomId, "task-1"));
        assertRefused(hold, () -> store.deleteObservation(roomId, "observation-1"));
        assertRefused(hold, () -> protection().eraseParticipant(roomId, "p-1", SCOPE));
        assertThat(store.getRoom(roomId)).map(Room::id).contains(roomId);
        assertThat(store.getEvent(roomId, event.id())).isPresent();
        assertThat(store.getParticipant(roomId, "p-1"))
                .map(Participant::identityId)
                .contains(this.identityId);
        assertThat(store.getTask(roomId, "task-1")).isPresent();
    }

    private static void assertRefused(Hold hold, ThrowingCallable deletion) {
        assertThatExceptionOfType(HoldException.class)
                .isThrownBy(deletion)
                .satisfies(ex -> assertThat(ex.getHoldId()).isEqualTo(hold.id()))
                .withMessageContaining(hold.target().toString());
    }

    private String newIdentity() {
        return store().createIdentity(Identity.builder(newId())
                        .organizationId(this.organizationId)
                        .build())
                .id();
    }

    /**
     * Writes an event, a task and an observation to a new room in which the identity {@link #identityId} is a
     * participant.
     */
    private RoomEvent eventOfThePerson() {
        if (store().getIdentity(this.identityId).isEmpty()) {
            store().createIdentity(Identity.builder(this.identityId)
                    .organizationId(this.organizationId)
                    .build());
        }
        String roomId =
                store().createRoom(Samples.roomOf(newId(), this.organizationId)).id();
        store().addBinding(Samples.binding(roomId, "sms-main", "p-1"));
        store().addParticipant(Participant.builder(roomId, "p-1", "sms-main")
                .identityId(this.identityId)
                .build());
        store().addTask(Task.builder(roomId, "task-1").assignedTo("p-1").build());
        store().addObservation(Observation.builder(roomId, "observation-1")
                .channelId("sms-main")
                .build());
        return append(roomId, "hello");
    }
}
