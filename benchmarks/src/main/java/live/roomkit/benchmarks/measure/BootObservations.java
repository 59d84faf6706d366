package live.roomkit.benchmarks.measure;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.handler.TracingAwareMeterObservationHandler;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper;
import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.otel.bridge.OtelTracer.EventPublisher;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.micrometer.tracing.otel.propagation.BaggageTextMapPropagator;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;

/**
 * Configures Micrometer observations as Spring Boot does by default with its starters for metrics and OpenTelemetry.
 * Samples 10 % of the spans, and exports them to an exporter that discards them.
 */
public final class BootObservations {

    private static final double SAMPLED = 0.1;

    private static final OtelCurrentTraceContext CURRENT = new OtelCurrentTraceContext();

    private static final EventPublisher LOG_CORRELATION = new Slf4JEventListener()::onEvent;

    static {
        ContextStorage.addWrapper(new EventPublishingContextWrapper(LOG_CORRELATION));
    }

    private BootObservations() {}

    /** Returns a registry with timers, including long task timers. */
    public static ObservationRegistry metrics() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(meters());
        return registry;
    }

    /**
     * Returns a registry with the timers of {@link #metrics()} and with spans. The MDC of SLF4J contains the ids of the
     * current trace and span.
     */
    public static ObservationRegistry metricsAndSpans() {
        Tracer tracer = SdkTracerProvider.builder()
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(SAMPLED)))
                .addSpanProcessor(
                        BatchSpanProcessor.builder(SpanExporter.composite()).build())
                .build()
                .get("benchmarks");
        OtelBaggageManager baggage = new OtelBaggageManager(CURRENT, List.of(), List.of());
        OtelTracer bridge = new OtelTracer(tracer, CURRENT, LOG_CORRELATION, baggage);
        TextMapPropagator propagation = TextMapPropagator.composite(
                W3CTraceContextPropagator.getInstance(), new BaggageTextMapPropagator(List.of(), baggage));
        OtelPropagator propagator = new OtelPropagator(ContextPropagators.create(propagation), tracer);
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig()
                .observationHandler(new FirstMatchingCompositeObservationHandler(
                        new PropagatingReceiverTracingObservationHandler<>(bridge, propagator),
                        new PropagatingSenderTracingObservationHandler<>(bridge, propagator),
                        new DefaultTracingObservationHandler(bridge)))
                .observationHandler(new TracingAwareMeterObservationHandler<>(meters(), bridge));
        return registry;
    }

    private static DefaultMeterObservationHandler meters() {
        return new DefaultMeterObservationHandler(new SimpleMeterRegistry());
    }
}
