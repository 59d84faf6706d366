package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import live.roomkit.store.AddressConflictException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tests that the addresses in an identity and the results of look-ups by address always agree, after any sequence of
 * operations.
 */
public abstract class AddressConsistencyContract extends StoreContract {

    /** Creates the tests for the given store. */
    protected AddressConsistencyContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void whateverHappensTheListsAndTheLookUpAgree() {
        long seed = Seed.next();
        Random random = new Random(seed);
        List<String> ids = fresh(4);
        List<String> addresses = fresh(6);
        String organization = newId();
        ids.forEach(id -> store().createIdentity(identity(id, organization, Set.of())));
        Map<String, String> holders = new HashMap<>();

        for (int step = 0; step < 300; step++) {
            String id = ids.get(random.nextInt(ids.size()));
            String address = addresses.get(random.nextInt(addresses.size()));
            step(random.nextInt(9), id, address, organization, holders);
            assertAgree("seed " + seed + ", step " + step, ids, addresses, organization, holders);
        }
    }

    private void step(int kind, String id, String address, String organization, Map<String, String> holders) {
        String holder = holders.get(address);
        boolean own = id.equals(holder);
        if (kind < 3) {
            boolean linked = linked(id, address);
            assertThat(linked).isEqualTo(holder == null || own);
            holders.putIfAbsent(address, id);
        } else if (kind < 5) {
            store().moveAddress(id, ChannelType.SMS, address);
            holders.put(address, id);
        } else if (kind < 7) {
            assertThat(store().unlinkAddress(id, ChannelType.SMS, address)).isEqualTo(own);
            holders.remove(address, id);
        } else if (kind == 7) {
            store().updateIdentity(identity(id, organization, Set.of(address)));
        } else {
            store().deleteIdentity(id);
            holders.values().removeIf(id::equals);
            recreate(id, address, organization, holders);
        }
    }

    private void recreate(String id, String address, String organization, Map<String, String> holders) {
        try {
            store().createIdentity(identity(id, organization, Set.of(address)));
            assertThat(holders.put(address, id)).isNull();
        } catch (AddressConflictException held) {
            assertThat(holders).containsKey(address);
            store().createIdentity(identity(id, organization, Set.of()));
        }
    }

    private boolean linked(String id, String address) {
        try {
            store().linkAddress(id, ChannelType.SMS, address);
            return true;
        } catch (AddressConflictException held) {
            return false;
        }
    }

    private void assertAgree(
            String when, List<String> ids, List<String> addresses, String organization, Map<String, String> holders) {
        for (String address : addresses) {
            assertThat(store().resolveIdentity(ChannelType.SMS, address, organization)
                            .map(Identity::id))
                    .as(when)
                    .isEqualTo(Optional.ofNullable(holders.get(address)));
        }
        for (String id : ids) {
            Set<String> held = new HashSet<>(addresses);
            held.removeIf(address -> !id.equals(holders.get(address)));
            assertThat(addressesOf(id)).as(when).isEqualTo(held);
        }
    }

    private Set<String> addressesOf(String id) {
        @Nullable
        List<String> addresses =
                store().getIdentity(id).orElseThrow().channelAddresses().get(ChannelType.SMS);
        return (addresses != null) ? new HashSet<>(addresses) : Set.of();
    }

    private static Identity identity(String id, String organization, Set<String> addresses) {
        return Identity.builder(id)
                .organizationId(organization)
                .channelAddresses(Map.of(ChannelType.SMS, List.copyOf(addresses)))
                .build();
    }

    private static List<String> fresh(int count) {
        return IntStream.range(0, count).mapToObj(i -> newId()).toList();
    }
}
