package live.roomkit.samples.boot;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Collects the spans that the application exports. */
@TestConfiguration(proxyBeanMethods = false)
class Spans {

    private final ObjectProvider<SdkTracerProvider> tracers;

    private final ObjectProvider<InMemorySpanExporter> exporter;

    Spans(ObjectProvider<SdkTracerProvider> tracers, ObjectProvider<InMemorySpanExporter> exporter) {
        this.tracers = tracers;
        this.exporter = exporter;
    }

    @Bean
    static InMemorySpanExporter spanExporter() {
        return InMemorySpanExporter.create();
    }

    /** Returns the spans with that name and that value of the attribute. */
    List<SpanData> find(String name, String attribute, String value) {
        this.tracers.getObject().forceFlush().join(10, TimeUnit.SECONDS);
        return this.exporter.getObject().getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .filter(span -> Objects.equals(attribute(span, attribute), value))
                .toList();
    }

    static String attribute(SpanData span, String name) {
        return span.getAttributes().get(AttributeKey.stringKey(name));
    }
}
