package live.roomkit.store.postgres;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.observation.InstrumentedConversationStore;
import org.slf4j.LoggerFactory;

/**
 * Captures all logs and observations: log events down to the level at which Spring logs a statement's parameters, and
 * the names, key values and errors of observations, hence of spans and metrics. The console is quiet meanwhile.
 */
final class Telemetry implements AutoCloseable {

    private static final Map<String, Level> LEVELS = Map.of(
            Logger.ROOT_LOGGER_NAME,
            Level.DEBUG,
            "live.roomkit",
            Level.TRACE,
            "org.flywaydb",
            Level.TRACE,
            "com.zaxxer.hikari",
            Level.TRACE);

    private final List<String> words = Collections.synchronizedList(new ArrayList<>());

    private final Map<Logger, Level> formerLevels = new HashMap<>();

    private final Recorder recorder = new Recorder();

    private final Appender<ILoggingEvent> console;

    private final ObservationRegistry registry = ObservationRegistry.create();

    Telemetry() {
        LEVELS.forEach((name, level) -> {
            Logger logger = logger(name);
            this.formerLevels.put(logger, logger.getLevel());
            logger.setLevel(level);
        });
        this.recorder.start();
        this.console = root().getAppender("console");
        root().detachAppender(this.console);
        root().addAppender(this.recorder);
        this.registry.observationConfig().observationHandler(new Handler());
    }

    /** Returns the store with observations. */
    ConversationStore observe(ConversationStore store) {
        return new InstrumentedConversationStore(store, this.registry);
    }

    /** Returns all text captured since the beginning. */
    String words() {
        synchronized (this.words) {
            return String.join("\n", this.words);
        }
    }

    @Override
    public void close() {
        root().detachAppender(this.recorder);
        root().addAppender(this.console);
        this.formerLevels.forEach(Logger::setLevel);
    }

    private static Logger root() {
        return logger(Logger.ROOT_LOGGER_NAME);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    private final class Recorder extends AppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent event) {
            Telemetry.this.words.add(event.getFormattedMessage() + " " + event.getMDCPropertyMap());
            if (event.getThrowableProxy() != null) {
                Telemetry.this.words.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
    }

    private final class Handler implements ObservationHandler<Observation.Context> {

        @Override
        public void onStop(Observation.Context context) {
            Telemetry.this.words.add(context.getName() + " " + context.getContextualName());
            for (KeyValue keyValue : context.getAllKeyValues()) {
                Telemetry.this.words.add(keyValue.getKey() + "=" + keyValue.getValue());
            }
            if (context.getError() != null) {
                Telemetry.this.words.add(ExceptionWords.of(context.getError()));
            }
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }
}
