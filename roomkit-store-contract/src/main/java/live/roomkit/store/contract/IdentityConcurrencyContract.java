package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import live.roomkit.store.AddressConflictException;
import org.junit.jupiter.api.Test;

/**
 * Tests that an address belongs to only one identity, even when many threads add it to different identities through two
 * store instances on the same data.
 */
public abstract class IdentityConcurrencyContract extends StoreContract {

    /** Creates the tests for the given store. */
    protected IdentityConcurrencyContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void anAddressIsLinkedToOneIdentity() throws Exception {
        String address = newId();
        List<String> ids = freshIds(Race.THREADS);
        ids.forEach(id -> store().createIdentity(Identity.of(id)));

        List<String> outcomes = Race.run(
                thread -> Race.outcome(() -> storeOf(thread).linkAddress(ids.get(thread), ChannelType.SMS, address)));

        Race.assertOneWins(outcomes, AddressConflictException.class);
        String winner = ids.get(outcomes.indexOf(""));
        assertThat(store().resolveIdentity(ChannelType.SMS, address).map(Identity::id))
                .contains(winner);
        assertThat(holders(ids, address)).containsExactly(winner);
    }

    @Test
    void identitiesThatShareAddressesAreCreatedWholeOrNotAtAll() throws Exception {
        List<String> addresses = freshIds(31);
        List<List<String>> ids =
                IntStream.range(0, 30).mapToObj(round -> freshIds(Race.THREADS)).toList();

        List<Set<String>> outcomes = Race.run(thread -> {
            Set<String> seen = new HashSet<>();
            for (int round = 0; round < 30; round++) {
                String id = ids.get(round).get(thread);
                List<String> shared = new ArrayList<>(addresses.subList(round, round + 2));
                Collections.rotate(shared, thread);
                seen.add(Race.outcome(() -> storeOf(thread)
                        .createIdentity(Samples.identity(id, ChannelType.SMS, shared.toArray(String[]::new)))));
            }
            return seen;
        });

        List<String> created = ids.stream()
                .flatMap(List::stream)
                .filter(id -> store().getIdentity(id).isPresent())
                .toList();
        assertThat(created).isNotEmpty();
        assertThat(outcomes)
                .allSatisfy(seen -> assertThat(seen).isSubsetOf("", AddressConflictException.class.getName()));
        for (String address : addresses) {
            assertThat(holders(created, address))
                    .isEqualTo(store().resolveIdentity(ChannelType.SMS, address).stream()
                            .map(Identity::id)
                            .toList());
        }
        assertThat(created).allSatisfy(id -> assertThat(addressesOf(id)).hasSize(2));
    }

    private static List<String> freshIds(int count) {
        return IntStream.range(0, count).mapToObj(i -> newId()).toList();
    }

    private List<String> addressesOf(String identityId) {
        return store().getIdentity(identityId).orElseThrow().channelAddresses().values().stream()
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void anAddressThatIsMovedToAndFroIsHeldByOne() throws Exception {
        String address = newId();
        List<String> ids = freshIds(4);
        ids.forEach(id -> store().createIdentity(Identity.of(id)));

        Race.run(8, thread -> {
            for (int i = 0; i < 25; i++) {
                storeOf(thread).moveAddress(ids.get((thread + i) % 4), ChannelType.SMS, address);
            }
            return thread;
        });

        String holder =
                store().resolveIdentity(ChannelType.SMS, address).orElseThrow().id();
        assertThat(holders(ids, address)).containsExactly(holder);
    }

    private List<String> holders(List<String> ids, String address) {
        return ids.stream().filter(id -> addressesOf(id).contains(address)).toList();
    }
}
