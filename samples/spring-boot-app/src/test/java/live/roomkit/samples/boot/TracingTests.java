package live.roomkit.samples.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@SampleTest
class TracingTests {

    @Autowired
    private Help help;

    @Autowired
    private Spans spans;

    @Test
    void anOperationIsASpanBelowTheRequests() {
        this.help.open("traced").expectStatus().isOk();
        this.help.send("traced", "Hello").expectStatus().isCreated();
        SpanData request = single("http post /rooms/{roomId}/messages", "http.url", "/rooms/traced/messages");
        SpanData append = single("append_event events", "roomkit.room.id", "traced");
        assertThat(append.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(append.getTraceId()).isEqualTo(request.getTraceId());
        assertThat(append.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(append.getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
        assertThat(Spans.attribute(append, "store.operation")).isEqualTo("append_event");
        assertThat(Spans.attribute(append, "store.table")).isEqualTo("events");
        assertThat(Spans.attribute(append, "outcome")).isEqualTo("success");
        assertThat(Spans.attribute(append, "db.system.name")).isEqualTo("postgresql");
        assertThat(Spans.attribute(append, "db.namespace")).endsWith(".roomkit");
        assertThat(Spans.attribute(append, "db.operation.name")).isEqualTo("append_event");
        assertThat(Spans.attribute(append, "db.collection.name")).isEqualTo("events");
        assertThat(Spans.attribute(append, "server.address")).isEqualTo("127.0.0.1");
        assertThat(Spans.attribute(append, "error.type")).isNull();
        assertThat(append.getAttributes().asMap()).doesNotContainValue("none");
    }

    @Test
    void aFailureIsMarkedOnTheSpan() {
        this.help.send("untraced", "a secret").expectStatus().isNotFound();
        SpanData append = single("append_event events", "roomkit.room.id", "untraced");
        assertThat(append.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(Spans.attribute(append, "outcome")).isEqualTo("not_found");
        assertThat(Spans.attribute(append, "error.type")).isEqualTo("live.roomkit.store.RoomNotFoundException");
        assertThat(append.toString()).doesNotContain("secret");
    }

    @Test
    void whatAListenerCallsIsASpanBelowItsBatch() {
        this.help.open(Listening.ROOM).expectStatus().isOk();
        this.help.send(Listening.ROOM, "Hello").expectStatus().isCreated();
        SpanData call = single("list_read_markers read_markers", "roomkit.room.id", Listening.ROOM);
        await().untilAsserted(() -> assertThat(this.spans.find("roomkit.store.feed.batch", "group", Listening.GROUP))
                .filteredOn(batch -> batch.getSpanId().equals(call.getParentSpanId()))
                .singleElement()
                .returns(false, batch -> batch.getParentSpanContext().isValid()));
    }

    private SpanData single(String name, String attribute, String value) {
        return await().until(() -> this.spans.find(name, attribute, value), found -> found.size() == 1)
                .get(0);
    }
}
