package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.ErasedContent;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.protection.ErasureReceipt;
import live.roomkit.protection.ErasureScope;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.Protection;
import live.roomkit.room.Room;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks through what {@code docs/protection.md} says to do after a backup was restored. */
class ErasureDumpTests {

    private static final String SECRET = "a secret of this test";

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    @AutoClose
    private final FreshDatabase restored = new FreshDatabase();

    @TempDir
    private Path directory;

    private Path receipts = Path.of("");

    @BeforeEach
    void makeTheArchive() throws IOException {
        this.receipts = Files.createDirectory(this.directory.resolve("receipts"));
    }

    @Test
    void peopleWhoWereErasedAfterABackupAreErasedAgain() throws Exception {
        Dump.assumePrograms();
        Instant backupTime;
        Dump backup;
        ErasureReceipt first;
        try (PostgresStore store = open(this.database)) {
            for (String person : List.of("ada", "bob", "cleo")) {
                write(store, person);
            }
            keep(store.protection().eraseIdentity("bob", ErasureScope.ALL));
            backupTime = Instant.now();
            backup = Dump.of(this.database, this.directory);
            first = keep(store.protection().eraseIdentity("ada", ErasureScope.ALL));
        }

        backup.restoreInto(this.restored);
        PostgresStore store = this.restored.closing(open(this.restored));
        assertThat(export(store)).contains("ada@example.org", "text of ada");
        List<ErasureReceipt> again = new ArrayList<>();
        for (ErasureReceipt receipt : receiptsAfter(backupTime)) {
            again.add(keep(store.protection().eraseAgain(receipt)));
        }

        assertThat(again).singleElement().satisfies(receipt -> {
            assertThat(receipt.identityIds()).containsExactly("ada");
            assertThat(receipt.counts()).isEqualTo(first.counts());
            assertThat(receipt.isIntact()).isTrue();
        });
        assertThat(export(store))
                .doesNotContain("text of ada", "ada@example.org", "key of ada")
                .contains("text of cleo", "cleo@example.org");
        assertThat(store.listEvents(EventQuery.of("room-ada")))
                .singleElement()
                .satisfies(event -> assertThat(event.content()).isInstanceOf(ErasedContent.class));
        assertThat(store.appendEvent("room-ada", message("ada")).duplicate()).isTrue();
    }

    private static PostgresStore open(FreshDatabase database) {
        return database.builder().protectionSecret(SECRET).open();
    }

    private static void write(PostgresStore store, String person) {
        store.createIdentity(Identity.builder(person).displayName(person).build());
        store.linkAddress(person, ChannelType.EMAIL, person + "@example.org");
        store.createRoom(Room.of("room-" + person));
        store.addParticipant(Participant.builder("room-" + person, "p-" + person, "mail")
                .identityId(person)
                .build());
        store.appendEvent("room-" + person, message(person));
    }

    private static RoomEvent message(String person) {
        return RoomEvent.message(
                        "room-" + person,
                        EventSource.inbound("mail", ChannelType.EMAIL).toBuilder()
                                .participantId("p-" + person)
                                .build(),
                        TextContent.of("text of " + person))
                .toBuilder()
                .idempotencyKey("key of " + person)
                .build();
    }

    private ErasureReceipt keep(ErasureReceipt receipt) throws IOException {
        Files.writeString(this.receipts.resolve(receipt.id() + ".json"), receipt.toJson());
        return receipt;
    }

    private List<ErasureReceipt> receiptsAfter(Instant time) throws IOException {
        List<ErasureReceipt> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(this.receipts)) {
            for (Path file : files.sorted().toList()) {
                found.add(ErasureReceipt.parse(Files.readString(file)));
            }
        }
        return found.stream()
                .filter(receipt -> receipt.erasedAt().isAfter(time))
                .toList();
    }

    private static String export(PostgresStore store) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Protection.of(store).exportTo(ExportQuery.all(), output);
        return output.toString(StandardCharsets.UTF_8);
    }
}
