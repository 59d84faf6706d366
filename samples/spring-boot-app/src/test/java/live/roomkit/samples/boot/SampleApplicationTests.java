package live.roomkit.samples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@SampleTest
class SampleApplicationTests {

    @Autowired
    private Help help;

    @Test
    void messagesComeBackInOrder() {
        this.help
                .open("talk")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.latestIndex")
                .isEqualTo(-1);
        this.help
                .send("talk", "Hello")
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.index")
                .isEqualTo(0);
        this.help.send("talk", "Anybody there?").expectStatus().isCreated();
        this.help
                .get("/rooms/talk/messages")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(2)
                .jsonPath("$[0].text")
                .isEqualTo("Hello")
                .jsonPath("$[0].from")
                .isEqualTo("alice")
                .jsonPath("$[1].index")
                .isEqualTo(1);
        this.help
                .get("/rooms/talk/messages?afterIndex=0&limit=10")
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(1);
    }

    @Test
    void aRepeatedRequestIsStoredOnce() {
        this.help.open("repeated").expectStatus().isOk();
        this.help.send("repeated", "Hello", "key-1").expectStatus().isCreated();
        this.help
                .send("repeated", "Hello", "key-1")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.index")
                .isEqualTo(0);
        this.help.send("repeated", "Good bye", "key-1").expectStatus().isEqualTo(409);
        this.help.get("/rooms/repeated").expectBody().jsonPath("$.eventCount").isEqualTo(1);
    }

    @Test
    void aTicketIsARowAndAnEvent() {
        this.help.open("desk").expectStatus().isOk();
        this.help
                .openTicket("desk", "Printer on fire")
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.eventIndex")
                .isEqualTo(0);
        this.help
                .get("/rooms/desk/messages")
                .expectBody()
                .jsonPath("$[0].type")
                .isEqualTo("task_created")
                .jsonPath("$[0].text")
                .isEqualTo("Ticket opened: Printer on fire");
    }

    @Test
    void aRefusedTicketTakesItsEventAlong() {
        this.help.open("refused").expectStatus().isOk();
        this.help.openTicket("refused", "Printer on fire").expectStatus().isCreated();
        this.help.openTicket("refused", "Printer on fire").expectStatus().isEqualTo(409);
        this.help
                .get("/rooms/refused")
                .expectBody()
                .jsonPath("$.eventCount")
                .isEqualTo(1)
                .jsonPath("$.latestIndex")
                .isEqualTo(0);
        this.help
                .openTicket("refused", "Paper jam")
                .expectBody()
                .jsonPath("$.eventIndex")
                .isEqualTo(1);
        this.help
                .get("/rooms/refused/tickets")
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(2);
    }

    @Test
    void anInboxHasTheLiveliestRoomFirst() {
        this.help.open("quiet").expectStatus().isOk();
        this.help.open("lively").expectStatus().isOk();
        this.help.join("agent-bob", "quiet").expectStatus().isOk();
        this.help.join("agent-bob", "lively").expectStatus().isOk();
        this.help.send("quiet", "Hello").expectStatus().isCreated();
        this.help.send("lively", "Good morning").expectStatus().isCreated();
        this.help.send("lively", "Is there anybody?").expectStatus().isCreated();

        this.help
                .get("/inbox/agent-bob")
                .expectBody()
                .jsonPath("$.rooms[0].room")
                .isEqualTo("lively")
                .jsonPath("$.rooms[0].unread")
                .isEqualTo(2)
                .jsonPath("$.rooms[0].last.text")
                .isEqualTo("Is there anybody?")
                .jsonPath("$.rooms[1].room")
                .isEqualTo("quiet");
        this.help.read("agent-bob", "lively").expectStatus().isOk();
        this.help
                .get("/inbox/agent-bob/totals")
                .expectBody()
                .jsonPath("$.unreadRooms")
                .isEqualTo(1)
                .jsonPath("$.unreadMessages")
                .isEqualTo(1);
        this.help.get("/inbox/agent-bob?after=nonsense").expectStatus().isBadRequest();
    }

    @Test
    void aClosedRoomRefusesMessagesAndTickets() {
        this.help.open("closed").expectStatus().isOk();
        this.help
                .close("closed")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("closed");
        this.help.send("closed", "Hello").expectStatus().isEqualTo(409);
        this.help.openTicket("closed", "Printer on fire").expectStatus().isEqualTo(409);
        this.help
                .get("/rooms/closed/tickets")
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(0);
    }

    @Test
    void anUnknownRoomIsNotFound() {
        this.help.get("/rooms/nowhere").expectStatus().isNotFound();
        this.help
                .send("nowhere", "Hello")
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("Room 'nowhere' does not exist");
    }

    @Test
    void whatMakesNoSenseIsRefusedWithoutRepeatingIt() {
        this.help.open("nonsense").expectStatus().isOk();
        this.help
                .send("nonsense", "secret \0")
                .expectStatus()
                .isBadRequest()
                .expectBody(String.class)
                .value(body -> assertThat(body).doesNotContain("secret"));
        this.help.get("/rooms/nonsense/messages?limit=0").expectStatus().isBadRequest();
        this.help.openTicket("nonsense", " ").expectStatus().isBadRequest();
    }

    @Test
    void theHealthTellsOfTheStore() {
        this.help
                .get("/actuator/health")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.components.roomkitStore.status")
                .isEqualTo("UP");
        this.help
                .get("/actuator/health/readiness")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.components.roomkitStore.status")
                .isEqualTo("UP");
        this.help
                .get("/actuator/health/liveness")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.components.roomkitStore")
                .doesNotExist();
    }

    @Test
    void theEndpointDescribesTheStore() {
        this.help
                .get("/actuator/roomkit")
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(body -> assertThat(body).contains("\"schema\"", "\"pool\"", "rooms"));
    }

    @Test
    void aPageOfAnotherSiteChangesNothing() {
        this.help.open("guarded").expectStatus().isOk();
        this.help.closeFrom("cross-site", "guarded").expectStatus().isForbidden();
        this.help.get("/rooms/guarded").expectBody().jsonPath("$.status").isEqualTo("active");
        this.help.closeFrom("same-origin", "guarded").expectStatus().isOk();
    }
}
