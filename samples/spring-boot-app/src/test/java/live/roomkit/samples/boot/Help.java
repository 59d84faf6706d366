package live.roomkit.samples.boot;

import java.util.List;
import java.util.Map;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/** Client of the help desk. */
@TestComponent
class Help {

    private final RestTestClient client;

    Help(RestTestClient client) {
        this.client = client;
    }

    ResponseSpec open(String roomId) {
        return this.client.put().uri("/rooms/{roomId}", roomId).exchange();
    }

    ResponseSpec get(String uri, Object... variables) {
        return this.client.get().uri(uri, variables).exchange();
    }

    ResponseSpec join(String agent, String roomId) {
        return this.client.put().uri("/inbox/{agent}/{roomId}", agent, roomId).exchange();
    }

    ResponseSpec read(String agent, String roomId) {
        return this.client
                .post()
                .uri("/inbox/{agent}/{roomId}/read", agent, roomId)
                .exchange();
    }

    ResponseSpec close(String roomId) {
        return this.client.post().uri("/rooms/{roomId}/close", roomId).exchange();
    }

    ResponseSpec closeFrom(String site, String roomId) {
        return this.client
                .post()
                .uri("/rooms/{roomId}/close", roomId)
                .header("Sec-Fetch-Site", site)
                .exchange();
    }

    ResponseSpec send(String roomId, String text, String... idempotencyKey) {
        return this.client
                .post()
                .uri("/rooms/{roomId}/messages", roomId)
                .contentType(MediaType.APPLICATION_JSON)
                .headers(headers -> headers.addAll("Idempotency-Key", List.of(idempotencyKey)))
                .body(Map.of("from", "alice", "text", text))
                .exchange();
    }

    ResponseSpec openTicket(String roomId, String subject) {
        return this.client
                .post()
                .uri("/rooms/{roomId}/tickets", roomId)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("subject", subject))
                .exchange();
    }

    Scrape scrape() {
        return Scrape.of(get("/actuator/prometheus")
                .expectStatus()
                .isOk()
                .returnResult(String.class)
                .getResponseBody());
    }
}
