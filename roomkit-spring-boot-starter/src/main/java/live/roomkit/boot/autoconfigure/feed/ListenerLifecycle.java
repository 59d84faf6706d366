package live.roomkit.boot.autoconfigure.feed;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import live.roomkit.boot.autoconfigure.RoomKitDatabase;
import live.roomkit.boot.autoconfigure.RoomKitStoreProperties;
import live.roomkit.boot.feed.RoomKitListener;
import live.roomkit.boot.feed.RoomKitListeners;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds the methods with {@link RoomKitListener}, and starts a consumer for each method when the application is ready.
 * When the application stops, closes all consumers in parallel, in the first phase of the shutdown.
 */
final class ListenerLifecycle implements RoomKitListeners, SmartInitializingSingleton, SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(ListenerLifecycle.class);

    private static final String OBSERVATION = "roomkit.store.feed.batch";

    private final ConfigurableListableBeanFactory beans;

    private final ObjectProvider<ChangeFeed> feed;

    private final ObjectProvider<RoomKitDatabase> database;

    private final ObjectProvider<PlatformTransactionManager> transactions;

    private final ObjectProvider<ObservationRegistry> observations;

    private final ObjectProvider<ListenerMeters> meters;

    private final RoomKitStoreProperties properties;

    private final Map<String, Listener> listeners = new LinkedHashMap<>();

    private volatile boolean running;

    ListenerLifecycle(
            ConfigurableListableBeanFactory beans,
            RoomKitStoreProperties properties,
            ObjectProvider<ChangeFeed> feed,
            ObjectProvider<RoomKitDatabase> database,
            ObjectProvider<PlatformTransactionManager> transactions,
            ObjectProvider<ObservationRegistry> observations,
            ObjectProvider<ListenerMeters> meters) {
        this.beans = beans;
        this.properties = properties;
        this.feed = feed;
        this.database = database;
        this.transactions = transactions;
        this.observations = observations;
        this.meters = meters;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String name : this.beans.getBeanNamesForType(Object.class, false, false)) {
            if (!ScopedProxyUtils.isScopedTarget(name)) {
                methods(name).forEach((method, settings) -> add(name, method, settings));
            }
        }
    }

    /**
     * Returns the methods with {@link RoomKitListener} in the class of a bean. When the methods of the class cannot be
     * read, for example because an optional library is absent, logs a warning and returns no methods. Throws no
     * exception in this case, because the application may never use the bean.
     */
    private Map<Method, RoomKitListener> methods(String name) {
        try {
            Class<?> type = AutoProxyUtils.determineTargetClass(this.beans, name);
            return (type != null && AnnotationUtils.isCandidateClass(type, RoomKitListener.class))
                    ? methods(type)
                    : Map.of();
        } catch (RuntimeException | LinkageError ex) {
            logger.warn(
                    "The bean {} is not searched for methods with @RoomKitListener, because its methods cannot be read: {}",
                    name,
                    ex.toString());
            return Map.of();
        }
    }

    private static Map<Method, RoomKitListener> methods(Class<?> type) {
        return MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<RoomKitListener>)
                method -> AnnotatedElementUtils.findMergedAnnotation(method, RoomKitListener.class));
    }

    private void add(String name, Method method, RoomKitListener settings) {
        if (this.feed.getIfAvailable() == null) {
            throw new InvalidListenerException(
                    "The method " + method.toGenericString() + " has @RoomKitListener, but the change feed is off.",
                    "Set roomkit.store.feed.enabled=true on every node, which records each change from then on, or take the"
                            + " annotation away.");
        }
        String group = this.beans.resolveEmbeddedValue(settings.group());
        Object bean = this.beans.getBean(name);
        Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
        Listener listener = Listener.of((group != null) ? group : "", settings, bean, invocable);
        Listener other = this.listeners.putIfAbsent(listener.group(), listener);
        if (other != null) {
            throw new InvalidListenerException(
                    "Two methods with @RoomKitListener have the group " + group + ": "
                            + other.method().toGenericString() + " and " + method.toGenericString()
                            + ". Each method would handle only some of the changes.",
                    "Give each of them a group of its own.");
        }
    }

    Collection<Listener> listeners() {
        return this.listeners.values();
    }

    @Override
    public Set<String> groups() {
        return Collections.unmodifiableSet(this.listeners.keySet());
    }

    @Override
    public FeedConsumer consumer(String group) {
        Listener listener = this.listeners.get(group);
        if (listener == null) {
            throw new IllegalArgumentException("No @RoomKitListener has this group. The groups are " + groups());
        }
        FeedConsumer consumer = listener.consumer();
        if (consumer == null) {
            throw new IllegalStateException("The listeners are not running");
        }
        return consumer;
    }

    @Override
    public boolean isAutoStartup() {
        return this.properties.feed().listeners().autoStartup();
    }

    @Override
    public void start() {
        TransactionTemplate transaction = this.listeners.isEmpty() ? null : transaction();
        try {
            for (Listener listener : this.listeners.values()) {
                listener.start(this.feed.getObject(), builder -> configure(builder, listener.group(), transaction));
                this.meters.ifAvailable(bound -> bound.bind(listener));
            }
            this.running = true;
        } finally {
            if (!this.running) {
                stop();
            }
        }
    }

    private void configure(FeedConsumer.Builder builder, String group, @Nullable TransactionTemplate transaction) {
        ObservationRegistry registry = this.observations.getIfUnique(() -> ObservationRegistry.NOOP);
        Consumer<Runnable> within = (transaction != null)
                ? batch -> transaction.executeWithoutResult(status -> batch.run())
                : Runnable::run;
        builder.around(batch -> Observation.createNotStarted(OBSERVATION, registry)
                .lowCardinalityKeyValue("group", group)
                .observe(() -> within.accept(batch)));
        RoomKitStoreProperties.Listeners settings = this.properties.feed().listeners();
        builder.lease(settings.lease()).attempts(settings.attempts(), settings.pause());
    }

    /**
     * Returns a template for transactions of the application's transaction manager. Returns {@code null} when the
     * application has neither a single nor a primary transaction manager, or when the manager does not use the store's
     * DataSource. With the template, the transaction manager begins the transaction for each batch of changes, and the
     * store joins this transaction. The opposite order does not work with JPA, because JPA cannot join a transaction
     * that the store began.
     *
     * <p>The template begins READ COMMITTED transactions even when the DataSource has a stricter default. While the
     * transaction for a batch runs, another connection may renew the lease on a partition. The renewal updates the row
     * that also contains the position of the consumer group in this partition. At a stricter level, the transaction
     * could then no longer move the position.
     */
    private @Nullable TransactionTemplate transaction() {
        RoomKitDatabase used = this.database.getIfAvailable();
        PlatformTransactionManager manager = this.transactions.getIfUnique();
        if (used == null || manager == null || !used.isJoiningTransactions()) {
            return null;
        }
        DataSource dataSource = used.getDataSource();
        TransactionTemplate template = new TransactionTemplate(manager);
        Integer isolation = template.execute(status -> isolation(dataSource));
        if (isolation == null || isolation == Connection.TRANSACTION_NONE) {
            return null;
        }
        if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
            template.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        }
        return template;
    }

    /**
     * Returns the isolation level of the current transaction, or {@link Connection#TRANSACTION_NONE} when the
     * transaction does not use the given DataSource.
     */
    private static int isolation(DataSource dataSource) {
        return TransactionSynchronizationManager.hasResource(dataSource)
                ? Objects.requireNonNull(new JdbcTemplate(dataSource)
                        .execute((ConnectionCallback<Integer>) Connection::getTransactionIsolation))
                : Connection.TRANSACTION_NONE;
    }

    @Override
    public void stop() {
        List<Thread> threads = new ArrayList<>();
        for (Listener listener : this.listeners.values()) {
            Thread thread = new Thread(listener::stop, "roomkit-feed-stop");
            thread.start();
            threads.add(thread);
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        this.running = false;
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }
}
