package live.roomkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import live.roomkit.boot.autoconfigure.feed.RoomKitChangeStreamsAutoConfiguration;
import live.roomkit.boot.autoconfigure.feed.RoomKitFeedAutoConfiguration;
import live.roomkit.boot.feed.ChangeStreams;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedQuery;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** Tests applications that use the change feed. */
class ChangeFeedTests {

    private static final TestDatabase database = TestPostgres.shared().createDatabase();

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @Test
    void theFeedIsABeanWhereItIsOn() {
        runner().withPropertyValues(Contexts.asStore(database))
                .withPropertyValues("roomkit.store.feed.enabled=true")
                .run(ChangeFeedTests::assertFeed);
        runner().withPropertyValues(Contexts.asStore(database))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("set feed to true, or switch the feed off"));
    }

    @Test
    void theMemoryStoreHasOneToo() {
        runner().withPropertyValues("roomkit.store.type=memory", "roomkit.store.feed.enabled=true")
                .run(ChangeFeedTests::assertFeed);
        runner().withPropertyValues("roomkit.store.type=memory")
                .run(context -> assertThat(context).doesNotHaveBean(ChangeFeed.class));
    }

    @Test
    void webApplicationsWithAFeedHaveStreams() {
        AutoConfigurations streams = AutoConfigurations.of(
                RoomKitStoreAutoConfiguration.class,
                RoomKitFeedAutoConfiguration.class,
                RoomKitChangeStreamsAutoConfiguration.class);
        WebApplicationContextRunner web = new WebApplicationContextRunner()
                .withConfiguration(streams)
                .withPropertyValues("roomkit.store.type=memory");

        web.withPropertyValues("roomkit.store.feed.enabled=true")
                .run(context -> assertThat(context).hasSingleBean(ChangeStreams.class));
        web.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ChangeStreams.class));
        runner().withConfiguration(streams)
                .withPropertyValues("roomkit.store.type=memory", "roomkit.store.feed.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ChangeStreams.class));
    }

    private static ApplicationContextRunner runner() {
        return Contexts.runner().withConfiguration(AutoConfigurations.of(RoomKitFeedAutoConfiguration.class));
    }

    private static void assertFeed(AssertableApplicationContext context) {
        ChangeFeed feed = context.getBean(ChangeFeed.class);
        context.getBean(ConversationStore.class).createRoom(Room.of("room"));
        assertThat(feed.read(FeedQuery.after(feed.earliest())).changes()).hasSize(1);
    }
}
