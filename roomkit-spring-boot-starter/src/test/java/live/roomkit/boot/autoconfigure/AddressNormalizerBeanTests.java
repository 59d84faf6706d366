package live.roomkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Address;
import live.roomkit.identity.AddressNormalizer;
import live.roomkit.identity.Identity;
import live.roomkit.store.ConversationStore;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Tests that both stores compare addresses by the application's normalizer. */
class AddressNormalizerBeanTests {

    private static final TestDatabase database = TestPostgres.shared().createDatabase();

    private final ApplicationContextRunner runner = Contexts.runner()
            .withBean(
                    AddressNormalizer.class,
                    () -> AddressNormalizer.standard()
                            .with(
                                    ChannelType.TELEGRAM,
                                    address -> address.value().toUpperCase(Locale.ROOT)));

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @Test
    void thePostgresStoreUsesTheNormalizerOfTheApplication() {
        this.runner
                .withPropertyValues(Contexts.asStore(database))
                .run(AddressNormalizerBeanTests::assertComparedInCapitals);
    }

    @Test
    void theMemoryStoreUsesTheNormalizerOfTheApplication() {
        this.runner
                .withPropertyValues("roomkit.store.type=memory")
                .run(AddressNormalizerBeanTests::assertComparedInCapitals);
    }

    private static void assertComparedInCapitals(AssertableApplicationContext context) {
        ConversationStore store = context.getBean(ConversationStore.class);
        Identity identity = store.createIdentity(Identity.of("person"));
        Identity linked = store.linkAddress(identity.id(), ChannelType.TELEGRAM, "someone");

        assertThat(store.resolveIdentity(Address.of(ChannelType.TELEGRAM, "SomeOne"), null))
                .contains(linked);
    }
}
