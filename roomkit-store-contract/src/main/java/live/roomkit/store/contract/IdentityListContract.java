package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityBuilder;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.identity.IdentityQueryBuilder;
import org.junit.jupiter.api.Test;

/** Tests the lists of identities. */
public abstract class IdentityListContract extends StoreContract {

    private final String organization = newId();

    /** Creates the tests for the given store. */
    protected IdentityListContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void identitiesComeByNameThenIdPageByPage() {
        String prefix = newId();
        List<String> ids = new ArrayList<>();
        for (String name : List.of("zoe", "Ängela", "Bob", "bob", "\uD83D\uDE80", "\uFFFD", "BOB")) {
            ids.add(create(prefix + ids.size(), identity -> identity.displayName(name)));
        }
        String nameless = create(newId(), identity -> identity);
        List<String> ordered =
                List.of(nameless, ids.get(2), ids.get(3), ids.get(6), ids.get(0), ids.get(1), ids.get(5), ids.get(4));

        assertThat(list(query -> query)).isEqualTo(ordered);
        assertThat(pages(query -> query, 1)).isEqualTo(ordered);
        assertThat(pages(query -> query, 3)).isEqualTo(ordered);
        assertThat(pages(query -> query.namePrefix("b"), 2)).isEqualTo(ordered.subList(1, 4));
    }

    @Test
    void aPrefixFindsNamesWhateverTheirCase() {
        String anna = create(newId(), identity -> identity.displayName("Anna Schmidt"));
        String anne = create(newId(), identity -> identity.displayName("ANNE"));
        String wide = create(newId(), identity -> identity.displayName("  ＡＮＮＩ"));
        create(newId(), identity -> identity.displayName("Hanna"));
        String sofia = create(newId(), identity -> identity.displayName("Σοφοσάκης"));
        create(newId(), identity -> identity.displayName("An%"));

        assertThat(list(query -> query.namePrefix("ann"))).containsExactly(anna, anne, wide);
        assertThat(list(query -> query.namePrefix("Anna s"))).containsExactly(anna);
        assertThat(list(query -> query.namePrefix("ann").limit(2))).containsExactly(anna, anne);
        assertThat(list(query -> query.namePrefix("ΣΟΦΟΣ"))).containsExactly(sofia);
        assertThat(list(query -> query.namePrefix("_nn"))).isEmpty();
        assertThat(list(query -> query.namePrefix("annx"))).isEmpty();
    }

    @Test
    void longNamesAreComparedByTheirBeginning() {
        String begin = "x".repeat(99);
        String second = create("b" + newId(), identity -> identity.displayName(begin + "\uD83D\uDE80a"));
        String first = create("a" + newId(), identity -> identity.displayName(begin + "\uD83D\uDE80b"));

        assertThat(list(query -> query.namePrefix(begin))).containsExactly(first, second);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(
                        () -> IdentityQuery.builder().namePrefix(begin + "yz").build())
                .withMessageContaining("namePrefix");
    }

    @Test
    void anIdentityIsFoundByWhatItsProfileSays() {
        String external = newId();
        Map<String, String> others = Map.of("crm", newId(), "shop", newId());
        String id = create(
                newId(),
                identity -> identity.email("Alice@Example.org")
                        .phone("+41 (79) 123-45 67")
                        .externalId(external)
                        .externalIds(others));
        create(newId(), identity -> identity.email("bob@example.org").externalId(newId()));

        assertThat(list(query -> query.email("ALICE@example.org"))).containsExactly(id);
        assertThat(list(query -> query.phone("0041 79 1234567"))).containsExactly(id);
        assertThat(list(query -> query.externalId(external))).containsExactly(id);
        assertThat(list(query -> query.externalIds(Map.of("crm", others.get("crm")))))
                .containsExactly(id);
        assertThat(list(query -> query.externalIds(others).email("alice@example.org")))
                .containsExactly(id);
        assertThat(store().listIdentities(
                                IdentityQuery.builder().externalId(external).build()))
                .extracting(Identity::id)
                .containsExactly(id);
        assertThat(list(query -> query.email("alice@example.com"))).isEmpty();
        assertThat(list(query -> query.externalId(others.get("crm")))).isEmpty();
        assertThat(list(query -> query.externalIds(Map.of("shop", others.get("crm")))))
                .isEmpty();
        assertThat(list(query -> query.email("alice@example.org").namePrefix("x")))
                .isEmpty();
    }

    @Test
    void theListFollowsTheProfile() {
        String id = create(newId(), identity -> identity.displayName("Before").email("before@example.org"));

        store().updateIdentity(
                        id,
                        identity -> identity.toBuilder()
                                .displayName("After")
                                .email("after@example.org")
                                .build());

        assertThat(list(query -> query.namePrefix("be"))).isEmpty();
        assertThat(list(query -> query.email("before@example.org"))).isEmpty();
        assertThat(list(query -> query.namePrefix("af"))).containsExactly(id);
        assertThat(list(query -> query.email("after@example.org"))).containsExactly(id);
        store().deleteIdentity(id);
        assertThat(list(query -> query.namePrefix("af"))).isEmpty();
    }

    @Test
    void onlyIdentitiesOfTheOrganizationAreListed() {
        String external = newId();
        String own = create(newId(), identity -> identity.externalId(external));
        Identity foreign = store().createIdentity(Identity.builder(newId())
                .organizationId(newId())
                .externalId(external)
                .build());
        Identity nobodys = store().createIdentity(
                        Identity.builder(newId()).externalId(external).build());

        IdentityQuery query = IdentityQuery.builder().externalId(external).build();
        assertThat(store().listIdentities(query))
                .extracting(Identity::id)
                .containsExactlyInAnyOrder(own, foreign.id(), nobodys.id());
        assertThat(store().forOrganization(this.organization).listIdentities(query))
                .extracting(Identity::id)
                .containsExactly(own);
        assertThat(store().forOrganization(this.organization)
                        .listIdentities(IdentityQuery.builder().build()))
                .extracting(Identity::id)
                .containsExactly(own);
        assertThat(store().forOrganization(this.organization)
                        .listIdentities(query.toBuilder()
                                .organizationId(foreign.organizationId())
                                .build()))
                .isEmpty();
    }

    private String create(String id, UnaryOperator<IdentityBuilder> profile) {
        return store().createIdentity(profile.apply(Identity.builder(id).organizationId(this.organization))
                        .build())
                .id();
    }

    private List<String> list(UnaryOperator<IdentityQueryBuilder> query) {
        return secondStore()
                .listIdentities(query.apply(IdentityQuery.builder().organizationId(this.organization))
                        .build())
                .stream()
                .map(Identity::id)
                .toList();
    }

    private List<String> pages(UnaryOperator<IdentityQueryBuilder> query, int limit) {
        IdentityQuery page = query.apply(IdentityQuery.builder().organizationId(this.organization))
                .limit(limit)
                .build();
        List<String> ids = new ArrayList<>();
        List<Identity> found = store().listIdentities(page);
        while (!found.isEmpty()) {
            found.forEach(identity -> ids.add(identity.id()));
            found = store().listIdentities(page.toBuilder()
                    .after(found.get(found.size() - 1).cursor())
                    .build());
        }
        return ids;
    }
}
