package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.ErasedContent;
import live.roomkit.content.TextContent;
import live.roomkit.event.ChannelData;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.RoomEventBuilder;
import live.roomkit.event.ThreadSummary;
import live.roomkit.identity.Identity;
import live.roomkit.participant.IdentificationStatus;
import live.roomkit.participant.Participant;
import live.roomkit.protection.ErasureReceipt;
import live.roomkit.protection.ErasureReceipt.ErasedParticipant;
import live.roomkit.protection.ErasureScope;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.ParticipantNotFoundException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import live.roomkit.task.TaskStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests that an erasure removes a person's own data, keeps all other data, and returns a receipt. */
public abstract class ErasureContract extends ProtectionContract {

    private static final ErasureScope SCOPE = ErasureScope.ALL.keepingKeys();

    private static final String PERSON = "p-ada";

    private static final String CHANNEL = "sms-ada";

    /** Creates the tests for the given store. */
    protected ErasureContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void erasedEventKeepsItsPlaceAndLosesItsContent() {
        String identityId = newPerson();
        String roomId = newRoomOf(identityId);
        RoomEvent event = append(
                roomId,
                CHANNEL,
                PERSON,
                builder -> builder.blockedBy("secret")
                        .addressedTo(List.of("secret"))
                        .responseVisibility("secret")
                        .correlationId("secret")
                        .metadata(Map.of("secret", "secret"))
                        .channelData(new ChannelData("secret", "secret", "secret", Map.of("secret", "secret")))
                        .deliveryResults(Map.of("secret", "secret"))
                        .chainDepth(3));

        protection().eraseIdentity(identityId, SCOPE);

        RoomEvent erased = event(event);
        assertThat(erased.toString()).doesNotContain("secret");
        assertThat(erased.content()).isInstanceOf(ErasedContent.class);
        assertThat(erased.toBuilder().content(event.content()).build())
                .usingRecursiveComparison()
                .ignoringFields(
                        "content", "blockedBy", "addressedTo", "responseVisibility", "correlationId", "metadata")
                .ignoringFieldsMatchingRegexes(
                        "channelData|deliveryResults|source\\.(externalId|provider|rawPayload|providerMessageId)")
                .isEqualTo(event);
    }

    @Test
    void countsUnreadAndThreadsStay() {
        String identityId = newPerson();
        String roomId = newRoomOf(identityId);
        RoomEvent root = append(roomId, CHANNEL, PERSON, builder -> builder);
        append(roomId, CHANNEL, PERSON, builder -> builder.parentEventId(root.id()));
        append(roomId, "other reply");
        store().markRead(roomId, "reader", root.id());
        Map<String, ThreadSummary> threads = store().getThreadSummaries(roomId, List.of(root.id()));

        protection().eraseIdentity(identityId, SCOPE);

        assertThat(store().getEventCount(roomId)).isEqualTo(3);
        assertThat(store().getUnreadCount(roomId, "reader")).isEqualTo(2);
        assertThat(store().listReadMarkers(roomId)).containsEntry("reader", 0L);
        assertThat(store().getThreadSummaries(roomId, List.of(root.id()))).isEqualTo(threads);
        assertThat(indices(store().listEvents(EventQuery.of(roomId)))).containsExactly(0L, 1L, 2L);
        assertThat(append(roomId, "next").index()).isEqualTo(3);
    }

    @Test
    void recordsOfOthersStay() {
        String identityId = newPerson();
        String roomId = newRoomOf(identityId);
        store().addBinding(ChannelBinding.builder(roomId, "sms-bob", ChannelType.SMS)
                .participantId("p-bob")
                .metadata(Map.of("a", "b"))
                .build());
        Participant bob = store().addParticipant(Participant.builder(roomId, "p-bob", "sms-bob")
                .displayName("Bob")
                .build());
        RoomEvent ofBob = append(roomId, "sms-bob", null, builder -> builder);
        RoomEvent onHerChannel = append(roomId, CHANNEL, "p-bob", builder -> builder);
        Task task = store().addTask(
                        Task.builder(roomId, newId()).assignedTo("p-bob").build());
        store().addObservation(Observation.builder(roomId, "o").content("seen").build());

        protection().eraseIdentity(identityId, SCOPE);

        assertThat(event(ofBob)).isEqualTo(ofBob);
        assertThat(event(onHerChannel)).isEqualTo(onHerChannel);
        assertThat(store().getParticipant(roomId, "p-bob")).contains(bob);
        assertThat(store().getBinding(roomId, "sms-bob").orElseThrow().metadata())
                .containsEntry("a", "b");
        assertThat(store().getTask(roomId, task.id())).contains(task);
        assertThat(store().listObservations(roomId)).hasSize(1);
    }

    @Test
    void deliveriesToThePersonAreErasedFromOthersEvents() {
        String identityId = newPerson();
        String roomId = newRoomOf(identityId);
        RoomEvent event = append(
                roomId,
                "sms-bob",
                "p-bob",
                builder -> builder.deliveryResults(Map.of(CHANNEL, Map.of("to", "+1 555"), "sms-bob", "kept")));

        protection().eraseIdentity(identityId, SCOPE);

        assertThat(event(event).deliveryResults()).isEqualTo(Map.of("sms-bob", "kept"));
        assertThat(event(event).content()).isEqualTo(event.content());
    }

    @Test
    void identityParticipantAndBindingLoseWhatIsPersonal() {
        String identityId = newId();
        store().createIdentity(Samples.identity(identityId, ChannelType.SMS, "+1 " + identityId));
        String roomId = newRoom();
        store().addParticipant(Participant.builder(roomId, PERSON, CHANNEL)
                .identityId(identityId)
                .identification(IdentificationStatus.IDENTIFIED)
                .displayName("secret")
                .externalId("secret")
                .candidates(List.of("secret"))
                .resolvedBy("secret")
                .metadata(Map.of("secret", "secret"))
                .build());
        store().addBinding(ChannelBinding.builder(roomId, CHANNEL, ChannelType.SMS)
                .participantId(PERSON)
                .metadata(Map.of("secret", "secret"))
                .build());

        protection().eraseIdentity(identityId, SCOPE);

        Participant participant = store().getParticipant(roomId, PERSON).orElseThrow();
        assertThat(participant.toString()).doesNotContain("secret");
        assertThat(participant.identityId()).isNull();
        assertThat(participant.identification()).isEqualTo(IdentificationStatus.UNKNOWN);
        assertThat(store().getBinding(roomId, CHANNEL).orElseThrow().toString()).doesNotContain("secret");
        assertThat(store().getIdentity(identityId)).isEmpty();
        assertThat(store().resolveIdentity(ChannelType.SMS, "+1 " + identityId)).isEmpty();
    }

    @Test
    void mergedIdentitiesAreErasedTogether() {
        String into = newPerson();
        String from = newPerson();
        store().mergeIdentities(into, from, "the same person");
        RoomEvent ofInto = append(newRoomOf(into), CHANNEL, PERSON, builder -> builder);
        RoomEvent ofFrom = append(newRoomOf(from), CHANNEL, PERSON, builder -> builder);

        ErasureReceipt receipt = protection().eraseIdentity(from, SCOPE);

        assertThat(receipt.identityIds()).containsExactlyInAnyOrder(into, from);
        assertThat(event(ofInto).content()).isInstanceOf(ErasedContent.class);
        assertThat(event(ofFrom).content()).isInstanceOf(ErasedContent.class);
        assertThat(store().getIdentity(into)).isEmpty();
        assertThat(store().getIdentity(from)).isEmpty();
    }

    @Test
    void tasksAndObservationsAreDeleted() {
        String identityId = newPerson();
        String roomId = newRoomOf(identityId);
        addTasks(roomId, identityId);

        protection().eraseIdentity(identityId, SCOPE);

        assertThat(store().listTasks(roomId)).isEmpty();
        assertThat(store().listObservations(roomId)).isEmpty();
    }

    @Test
    void tasksAndObservationsLoseTheirTextsOnRequest() {
        String identityId = newPerson();
        String roomId = newRoomOf(identityId);
        addTasks(roomId, identityId);

        protection().eraseIdentity(identityId, SCOPE.keepingTasks());

        assertThat(store().listTasks(roomId))
                .hasSize(2)
                .allSatisfy(task -> assertThat(task.toString()).doesNotContain("secret"))
                .extracting(Task::status)
                .containsOnly(TaskStatus.COMPLETED);
        assertThat(store().listObservations(roomId))
                .singleElement()
                .satisfies(one -> assertThat(one.toString()).doesNotContain("secret"));
    }

    @Test
    void redeliveryOfAnErasedEventIsADuplicate() {
        String identityId = newPerson();
        String roomId = newRoomOf(identityId);
        RoomEvent event = append(roomId, CHANNEL, PERSON, builder -> builder.idempotencyKey("key"));
        RoomEvent withoutKey = append(roomId, CHANNEL, PERSON, builder -> builder);
        protection().eraseIdentity(identityId, SCOPE);

        RoomEvent other = event.toBuilder()
                .id(newId())
                .content(TextContent.of("anything else"))
                .build();

        assertThat(store().appendEvent(roomId, other).duplicate()).isTrue();
        assertThat(store().appendEvent(roomId, withoutKey).duplicate()).isTrue();
        assertThat(store().getEventCount(roomId)).isEqualTo(2);
    }

    @Test
    void participantCanBeErasedInOneRoomAlone() {
        String identityId = newPerson();
        String roomId = newRoomOf(identityId);
        String otherRoom = newRoomOf(identityId);
        RoomEvent event = append(roomId, CHANNEL, PERSON, builder -> builder);
        RoomEvent other = append(otherRoom, CHANNEL, PERSON, builder -> builder);

        ErasureReceipt receipt = protection().eraseParticipant(roomId, PERSON, SCOPE);

        assertThat(event(event).content()).isInstanceOf(ErasedContent.class);
        assertThat(event(other)).isEqualTo(other);
        assertThat(store().getParticipant(roomId, PERSON).orElseThrow().identityId())
                .isNull();
        assertThat(store().getParticipant(otherRoom, PERSON).orElseThrow().identityId())
                .isEqualTo(identityId);
        assertThat(store().getIdentity(identityId)).isPresent();
        assertThat(receipt.identityIds()).isEmpty();
        assertThat(receipt.participants()).containsExactly(new ErasedParticipant(roomId, PERSON));
    }

    @Test
    void receiptCountsAndHoldsNothingPersonal() {
        String identityId = newId();
        store().createIdentity(Identity.builder(identityId)
                .displayName("secret")
                .channelAddresses(Map.of(ChannelType.SMS, List.of("secret " + identityId)))
                .build());
        String roomId = newRoomOf(identityId);
        append(roomId, CHANNEL, PERSON, builder -> builder.idempotencyKey("secret"));
        append(roomId, CHANNEL, PERSON, builder -> builder);
        addTasks(roomId, identityId);

        ErasureReceipt receipt = protection().eraseIdentity(identityId, SCOPE);

        assertThat(receipt.counts())
                .containsEntry("events", 2L)
                .containsEntry("participants", 1L)
                .containsEntry("bindings", 1L)
                .containsEntry("tasks", 2L)
                .containsEntry("observations", 1L)
                .containsEntry("identities", 1L)
                .containsEntry("identity_addresses", 1L);
        assertThat(receipt.identityIds()).containsExactly(identityId);
        assertThat(receipt.participants()).containsExactly(new ErasedParticipant(roomId, PERSON));
        assertThat(receipt.toJson()).doesNotContain("secret");
        assertThat(ErasureReceipt.parse(receipt.toJson())).isEqualTo(receipt);
    }

    @Test
    void receiptThatWasChangedIsRefused() {
        String identityId = newPerson();
        String json = protection().eraseIdentity(identityId, SCOPE).toJson();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ErasureReceipt.parse(json.replace(identityId, newId())))
                .withMessageContaining("hash does not match");
        assertThatIllegalArgumentException().isThrownBy(() -> ErasureReceipt.parse("{}"));
    }

    @Test
    void erasingAgainErasesWhatCameBack() {
        String identityId = newPerson();
        String roomId = newRoomOf(identityId);
        RoomEvent event = append(roomId, CHANNEL, PERSON, builder -> builder);
        String roomWithoutIdentity = newRoom();
        store().addParticipant(Participant.of(roomWithoutIdentity, PERSON, CHANNEL));
        RoomEvent other = append(roomWithoutIdentity, CHANNEL, PERSON, builder -> builder);
        Participant person = store().getParticipant(roomId, PERSON).orElseThrow();
        ErasureReceipt first = protection().eraseIdentity(identityId, SCOPE);
        ErasureReceipt second = protection().eraseParticipant(roomWithoutIdentity, PERSON, SCOPE);
        store().createIdentity(Identity.of(identityId));
        store().updateParticipant(person);
        store().updateEvent(event);
        store().updateEvent(other);
        assertThat(protection().eraseAgain(first).counts()).containsEntry("participants", 1L);
        assertThat(protection().eraseAgain(second).counts()).containsEntry("events", 1L);
        assertThat(event(event).content()).isInstanceOf(ErasedContent.class);
        assertThat(event(other).content()).isInstanceOf(ErasedContent.class);
        assertThat(store().getIdentity(identityId)).isEmpty();
        assertThat(protection().eraseAgain(first).counts()).containsEntry("events", 0L);
    }

    @Test
    void whatDoesNotExistCannotBeErased() {
        String roomId = newRoom();
        assertThatExceptionOfType(IdentityNotFoundException.class)
                .isThrownBy(() -> protection().eraseIdentity(newId(), SCOPE));
        assertThatExceptionOfType(ParticipantNotFoundException.class)
                .isThrownBy(() -> protection().eraseParticipant(roomId, PERSON, SCOPE));
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> protection().eraseParticipant(newId(), PERSON, SCOPE));
    }

    @Test
    void manyEventsAreErased() {
        String identityId = newPerson();
        String roomId = newRoomOf(identityId);
        RoomEvent sample = message(roomId, CHANNEL, PERSON).build();
        for (int i = 0; i < 3; i++) {
            store().addEventsAutoIndex(
                            roomId,
                            Stream.generate(() -> sample.toBuilder().id(newId()).build())
                                    .limit(400)
                                    .toList());
        }

        assertThat(protection().eraseIdentity(identityId, SCOPE).counts()).containsEntry("events", 1_200L);
        assertThat(store().listEvents(EventQuery.newest(roomId, 1_000)))
                .allMatch(event -> event.content() instanceof ErasedContent);
    }

    private void addTasks(String roomId, String identityId) {
        Task task = Task.builder(roomId, newId())
                .title("secret")
                .description("secret")
                .data(Map.of("secret", "secret"))
                .status(TaskStatus.COMPLETED)
                .metadata(Map.of("secret", "secret"))
                .build();
        store().addTask(task.toBuilder().createdBy(PERSON).build());
        store().addTask(task.toBuilder().id(newId()).assignedTo(identityId).build());
        store().addObservation(Observation.builder(roomId, newId())
                .channelId(CHANNEL)
                .content("secret")
                .data(Map.of("secret", "secret"))
                .build());
    }

    private String newPerson() {
        return store().createIdentity(Identity.of(newId())).id();
    }

    private String newRoomOf(String identityId) {
        String roomId = newRoom();
        store().addParticipant(Participant.builder(roomId, PERSON, CHANNEL)
                .identityId(identityId)
                .build());
        store().addBinding(Samples.binding(roomId, CHANNEL, PERSON));
        return roomId;
    }

    private RoomEvent append(
            String roomId, String channelId, @Nullable String participantId, UnaryOperator<RoomEventBuilder> change) {
        return store().appendEvent(
                        roomId,
                        change.apply(message(roomId, channelId, participantId)).build())
                .event();
    }

    private static RoomEventBuilder message(String roomId, String channelId, @Nullable String participantId) {
        EventSource source = EventSource.builder(channelId, ChannelType.SMS)
                .participantId(participantId)
                .externalId("secret")
                .provider("secret")
                .providerMessageId("secret")
                .rawPayload(Map.of("secret", "secret"))
                .build();
        return RoomEvent.builder(roomId, source, TextContent.of("secret"));
    }
}
