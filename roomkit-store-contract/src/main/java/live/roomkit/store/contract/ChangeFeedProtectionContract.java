package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedToken;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.protection.ErasureScope;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.ImportMode;
import live.roomkit.protection.Protection;
import live.roomkit.protection.RetentionPolicy;
import live.roomkit.protection.RetentionPolicy.Action;
import live.roomkit.protection.SweepLimits;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that the change feed contains the changes that erasures, retention sweeps and imports make. */
public abstract class ChangeFeedProtectionContract extends StoreContract {

    private static final String PERSON = "p-ada";

    private static final String CHANNEL = "sms-ada";

    private static final RetentionPolicy ONE_YEAR = RetentionPolicy.of("year").keep(Period.ofYears(1));

    private final String organizationId = newId();

    private String roomId = "";

    private Identity person = Identity.of("unset");

    private FeedToken start = new FeedToken("unset");

    /** Creates the tests for the given store, whose change feed must be on. */
    protected ChangeFeedProtectionContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @BeforeEach
    void createRoomOfAPerson() {
        this.roomId =
                store().createRoom(Samples.roomOf(newId(), this.organizationId)).id();
        this.person = store().createIdentity(Identity.of(newId()));
        store().addParticipant(Participant.builder(this.roomId, PERSON, CHANNEL)
                .identityId(this.person.id())
                .build());
        store().addBinding(ChannelBinding.builder(this.roomId, CHANNEL, ChannelType.SMS)
                .participantId(PERSON)
                .metadata(Map.of("name", "secret"))
                .build());
        store().addEventsAutoIndex(this.roomId, List.of(ofPerson(), ofOthers(), ofPerson()));
        store().addTask(Task.builder(this.roomId, "task").assignedTo(PERSON).build());
        store().addObservation(Observation.builder(this.roomId, "seen")
                .channelId(CHANNEL)
                .content("secret")
                .build());
        store().markAllRead(this.roomId, "reader");
        this.start = ChangeFeed.of(store()).latest();
    }

    private RoomEvent ofPerson() {
        EventSource source = EventSource.builder(CHANNEL, ChannelType.SMS)
                .participantId(PERSON)
                .build();
        return Samples.event(this.roomId, "secret").source(source).build();
    }

    private RoomEvent ofOthers() {
        return Samples.event(this.roomId, "hello")
                .deliveryResults(Map.of(CHANNEL, "sent"))
                .build();
    }

    @Test
    void whatAnErasureChangesIsInIt() {
        protection().eraseIdentity(this.person.id(), ErasureScope.ALL.keepingKeys());

        assertThat(changes())
                .contains("EventChanged 0", "EventChanged 1", "EventChanged 2", "TaskDeleted", "ObservationDeleted")
                .contains("BindingChanged", "ParticipantChanged")
                .hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void whatAnErasureOfAParticipantChangesIsInIt() {
        protection()
                .eraseParticipant(
                        this.roomId, PERSON, ErasureScope.ALL.keepingKeys().keepingTasks());

        assertThat(changes())
                .contains("EventChanged 0", "EventChanged 1", "EventChanged 2", "TaskChanged", "ObservationAdded")
                .contains("BindingChanged", "ParticipantChanged")
                .hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void whatASweepErasesIsInIt() {
        sweep(ONE_YEAR, false);
        assertThat(changes()).containsExactlyInAnyOrder("EventChanged 0", "EventChanged 1", "EventChanged 2");

        sweep(ONE_YEAR, false);
        assertThat(changes()).hasSize(3);
    }

    @Test
    void whatASweepDeletesIsInIt() {
        sweep(ONE_YEAR.action(Action.DELETE), true);
        assertThat(changes()).isEmpty();

        sweep(ONE_YEAR.action(Action.DELETE), false);
        assertThat(changes()).containsExactlyInAnyOrder("EventDeleted 0", "EventDeleted 1", "EventDeleted 2");
    }

    @Test
    void whatAnImportAddsIsInIt() throws IOException {
        ByteArrayOutputStream export = new ByteArrayOutputStream();
        protection().exportTo(ExportQuery.ofRoom(this.roomId), export);
        store().deleteRoom(this.roomId);
        this.start = ChangeFeed.of(store()).latest();

        importFrom(export);
        assertThat(changes())
                .startsWith("RoomCreated")
                .containsSubsequence("EventAppended 0", "EventAppended 1", "EventAppended 2")
                .containsExactlyInAnyOrder(
                        "RoomCreated",
                        "EventAppended 0",
                        "EventAppended 1",
                        "EventAppended 2",
                        "BindingChanged",
                        "ParticipantChanged",
                        "TaskChanged",
                        "ObservationAdded",
                        "MarkerMoved 2");

        importFrom(export);
        assertThat(changes()).hasSize(9);
    }

    private void importFrom(ByteArrayOutputStream export) throws IOException {
        assertThat(protection()
                        .importFrom(new ByteArrayInputStream(export.toByteArray()), ImportMode.ADD)
                        .isComplete())
                .isTrue();
    }

    private void sweep(RetentionPolicy policy, boolean dryRun) {
        protection()
                .sweep(
                        policy.organizationId(this.organizationId),
                        Instant.parse("2100-01-01T00:00:00Z"),
                        SweepLimits.NONE,
                        dryRun);
    }

    private Protection protection() {
        return Protection.of(store());
    }

    private List<String> changes() {
        return ChangeFeed.of(store()).read(FeedQuery.after(this.start).roomId(this.roomId)).changes().stream()
                .map(ChangeFeedProtectionContract::described)
                .toList();
    }

    private static String described(Change change) {
        String kind = change.getClass().getSimpleName();
        if (change instanceof Change.EventAppended appended) {
            return kind + " " + appended.index();
        }
        if (change instanceof Change.EventChanged changed) {
            return kind + " " + changed.index();
        }
        if (change instanceof Change.EventDeleted deleted) {
            return kind + " " + deleted.index();
        }
        return (change instanceof Change.MarkerMoved moved) ? kind + " " + moved.index() : kind;
    }
}
