package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import live.roomkit.channel.Access;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.store.BindingNotFoundException;
import live.roomkit.store.RoomNotFoundException;
import org.junit.jupiter.api.Test;

/** Tests the channel bindings of a room. */
public abstract class BindingContract extends StoreContract {

    /** Creates the tests for the given store. */
    protected BindingContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void anAddedBindingIsReturnedAsItIsStored() {
        String id = newRoom();
        ChannelBinding given = Samples.binding(id, "sms", "alice");

        assertThat(store().addBinding(given)).isEqualTo(given);

        assertThat(secondStore().getBinding(id, "sms")).contains(given);
        assertThat(secondStore().bindingExists(id, "sms")).isTrue();
    }

    @Test
    void addingAgainReplacesButKeepsTheAttachmentTime() {
        String id = newRoom();
        store().addBinding(ChannelBinding.builder(id, "sms", ChannelType.SMS)
                .attachedAt(Samples.NOON)
                .muted(true)
                .participantId("alice")
                .lastReadIndex(3L)
                .metadata(Map.of("old", 1))
                .build());
        ChannelBinding other = ChannelBinding.builder(id, "sms", ChannelType.EMAIL)
                .access(Access.READ_ONLY)
                .build();

        ChannelBinding replaced = store().addBinding(other);

        assertThat(replaced)
                .isEqualTo(other.toBuilder().attachedAt(Samples.NOON).build());
        assertThat(store().listBindings(id)).containsExactly(replaced);
    }

    @Test
    void anUpdateKeepsTheAttachmentTime() {
        String id = newRoom();
        store().addBinding(Samples.binding(id, "sms").toBuilder()
                .attachedAt(Samples.NOON)
                .participantId("alice")
                .build());
        ChannelBinding changed = ChannelBinding.builder(id, "sms", ChannelType.EMAIL)
                .muted(true)
                .lastReadIndex(7L)
                .build();

        ChannelBinding updated = store().updateBinding(changed);

        assertThat(updated)
                .isEqualTo(changed.toBuilder().attachedAt(Samples.NOON).build());
        assertThat(updated.canWrite()).isFalse();
        assertThat(secondStore().getBinding(id, "sms")).contains(updated);
    }

    @Test
    void anAbsentBindingCannotBeUpdated() {
        String id = newRoom();
        store().addBinding(Samples.binding(newRoom(), "sms"));

        assertThatExceptionOfType(BindingNotFoundException.class)
                .isThrownBy(() -> store().updateBinding(Samples.binding(id, "sms")))
                .withMessageContaining(id);

        assertThat(store().bindingExists(id, "sms")).isFalse();
    }

    @Test
    void anAbsentRoomTakesNoBindings() {
        String id = newId();

        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().addBinding(Samples.binding(id, "sms")))
                .withMessageContaining(id);
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().updateBinding(Samples.binding(id, "sms")));
        assertThatExceptionOfType(RoomNotFoundException.class).isThrownBy(() -> store().removeBinding(id, "sms"));
        assertThat(store().getBinding(id, "sms")).isEmpty();
        assertThat(store().bindingExists(id, "sms")).isFalse();
        assertThat(store().listBindings(id)).isEmpty();
    }

    @Test
    void aRemovedBindingIsGone() {
        String id = newRoom();
        store().addBinding(Samples.binding(id, "sms"));
        store().addBinding(Samples.binding(id, "email"));

        assertThat(store().removeBinding(id, "sms")).isTrue();
        assertThat(store().removeBinding(id, "sms")).isFalse();

        assertThat(store().getBinding(id, "sms")).isEmpty();
        assertThat(store().bindingExists(id, "sms")).isFalse();
        assertThat(store().listBindings(id))
                .extracting(ChannelBinding::channelId)
                .containsExactly("email");
    }

    @Test
    void aBindingThatWasRemovedIsAttachedAnew() {
        String id = newRoom();
        store().addBinding(Samples.binding(id, "sms").toBuilder()
                .attachedAt(Samples.NOON)
                .build());
        store().removeBinding(id, "sms");

        ChannelBinding again = Samples.binding(id, "sms").toBuilder()
                .attachedAt(Samples.NOON.plusSeconds(1))
                .build();

        assertThat(store().addBinding(again)).isEqualTo(again);
    }

    @Test
    void bindingsComeInTheOrderOfAttachmentThenChannelId() {
        String id = newRoom();
        for (String channelId : List.of("\uD83D\uDE80", "b", "\uFFFD", "a", "B")) {
            store().addBinding(Samples.binding(id, channelId).toBuilder()
                    .attachedAt(Samples.NOON)
                    .build());
        }
        store().addBinding(Samples.binding(id, "z").toBuilder()
                .attachedAt(Samples.NOON.minusSeconds(1))
                .build());

        assertThat(store().listBindings(id))
                .extracting(ChannelBinding::channelId)
                .containsExactly("z", "B", "a", "b", "\uFFFD", "\uD83D\uDE80");
    }

    @Test
    void aChannelMayBeBoundToSeveralRooms() {
        String one = newRoom();
        String other = newRoom();
        store().addBinding(Samples.binding(one, "sms", "alice"));
        ChannelBinding second = store().addBinding(Samples.binding(other, "sms", "bob"));

        store().removeBinding(one, "sms");

        assertThat(store().getBinding(other, "sms")).contains(second);
    }

    @Test
    void allBindingsAreListed() {
        String id = newRoom();
        for (int i = 0; i < 120; i++) {
            store().addBinding(Samples.binding(id, "channel-" + i));
        }

        assertThat(store().listBindings(id)).hasSize(120);
    }
}
