package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Address;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.store.AddressConflictException;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.IdentityMergeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tests changes of identities by many threads at the same time. Through two store instances, the threads link, move,
 * replace and unlink addresses, merge identities and undo merges. Afterwards, the look-up of an identity by address
 * must agree with the addresses in the records of the identities. {@code -Droomkit.contract.people=10000} sets the
 * number of the threads' calls to 10 000.
 */
public abstract class PeopleModelContract extends StoreContract {

    private static final int THREADS = 16;

    private static final int OPERATIONS = Integer.getInteger("roomkit.contract.people", 800);

    private final String organization = newId();

    private final List<String> ids = fresh(24);

    private final List<String> addresses = fresh(40);

    private final Queue<String> merges = new ConcurrentLinkedQueue<>();

    /** Creates the tests for the given store. */
    protected PeopleModelContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void whateverIsDoneAtOnceTheLookUpAndTheRecordsAgree() throws Exception {
        long seed = Seed.next();
        for (String id : this.ids) {
            store().createIdentity(Identity.builder(id)
                    .organizationId(this.organization)
                    .displayName(id)
                    .build());
        }

        List<Integer> done = Race.run(THREADS, thread -> {
            Random random = new Random(seed + thread);
            int accepted = 0;
            for (int i = 0; i < OPERATIONS / THREADS; i++) {
                accepted += step(storeOf(thread), random) ? 1 : 0;
            }
            return accepted;
        });

        assertThat(done).as("seed " + seed).allMatch(accepted -> accepted > 0);
        assertAgree("seed " + seed);
        for (String id : this.ids) {
            Identity before = identity(id);
            if (before.merge() != null) {
                assertThat(store().undoMerge(before.merge().id())).isTrue();
                assertThat(identity(id))
                        .isEqualTo(before.toBuilder().merge(null).build());
            }
        }
        assertAgree("seed " + seed + ", undone");
        assertThat(this.ids)
                .allSatisfy(id -> assertThat(identity(id).displayName()).isEqualTo(id));
    }

    private boolean step(ConversationStore store, Random random) {
        String id = any(this.ids, random);
        String address = any(this.addresses, random);
        try {
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> store.linkAddress(id, ChannelType.SMS, address);
                case 3 -> store.moveAddress(id, ChannelType.SMS, address);
                case 4 -> store.unlinkAddress(id, ChannelType.SMS, address);
                case 5, 6 ->
                    this.merges.add(store.mergeIdentities(id, any(this.ids, random), null)
                            .id());
                case 7 ->
                    store.rotateAddress(
                            Address.of(ChannelType.SMS, address),
                            Address.of(ChannelType.SMS, any(this.addresses, random)),
                            this.organization);
                default -> Optional.ofNullable(this.merges.poll()).ifPresent(store::undoMerge);
            }
            return true;
        } catch (AddressConflictException | IdentityMergeException refused) {
            return false;
        }
    }

    private void assertAgree(String when) {
        for (String address : this.addresses) {
            List<String> listed = this.ids.stream()
                    .filter(id -> addressesOf(identity(id)).contains(address))
                    .toList();
            assertThat(listed).as(when).hasSizeLessThan(2);
            assertThat(store().resolveIdentity(ChannelType.SMS, address, this.organization)
                            .map(Identity::id))
                    .as(when)
                    .isEqualTo(listed.stream().map(this::standingFor).findFirst());
        }
        for (String id : this.ids) {
            assertThat(identity(standingFor(id)).merge()).as(when).isNull();
            assertThat(addressesOf(identity(id))).as(when).doesNotHaveDuplicates();
        }
    }

    private String standingFor(String id) {
        IdentityMerge merge = identity(id).merge();
        return (merge != null) ? merge.intoId() : id;
    }

    private Identity identity(String id) {
        return secondStore().getIdentity(id).orElseThrow();
    }

    private static List<String> addressesOf(Identity identity) {
        @Nullable List<String> addresses = identity.channelAddresses().get(ChannelType.SMS);
        return (addresses != null) ? addresses : List.of();
    }

    private static String any(List<String> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    private static List<String> fresh(int count) {
        return IntStream.range(0, count).mapToObj(i -> newId()).toList();
    }
}
