package live.roomkit.store.postgres;

import java.net.URL;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.extensibility.Plugin;
import org.flywaydb.core.internal.plugin.PluginRegister;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Creates the Flyway instance that migrates only the store's tables. The Flyway instance does not search the class path for
 * resources and loads only Flyway's own plug-ins, so callbacks, resolvers and Java migrations of the application do not run.
 * The Flyway instance does not use the context class loader of the thread, and does not log URLs.
 */
final class IsolatedFlyway {

    private static final List<String> OWN_PACKAGES = List.of("org.flywaydb.core.", "org.flywaydb.database.postgresql.");

    private IsolatedFlyway() {}

    /** Creates a Flyway instance that uses only the given connection. */
    static Flyway on(Connection connection, SchemaName schema, ResourceProvider scripts) {
        return on(connection, schema, scripts, Flyway.class.getClassLoader());
    }

    /**
     * Creates a Flyway instance as {@link #on(Connection, SchemaName, ResourceProvider)} does. This instance also runs
     * scripts with a lower version than the highest version that was already run. Each call of {@code migrate()} on
     * such an instance logs a warning.
     */
    static Flyway outOfOrder(Connection connection, SchemaName schema, ResourceProvider scripts) {
        ClassicConfiguration configuration = configuration(connection, schema, scripts, Flyway.class.getClassLoader());
        configuration.setOutOfOrder(true);
        return new Flyway(configuration);
    }

    /**
     * Creates a Flyway instance that uses only the given connection, with plug-ins from the given class loader.
     *
     * @throws OpeningException when the class loader does not find Flyway's own plug-ins
     */
    static Flyway on(Connection connection, SchemaName schema, ResourceProvider scripts, ClassLoader plugins) {
        return new Flyway(configuration(connection, schema, scripts, plugins));
    }

    private static ClassicConfiguration configuration(
            Connection connection, SchemaName schema, ResourceProvider scripts, ClassLoader plugins) {
        ClassicConfiguration configuration = new ClassicConfiguration(new WithoutResources());
        OwnPlugins register = new OwnPlugins(plugins);
        configuration.setPluginRegister(register);
        register.postgres().setTransactionalLock(true);
        configuration.setDataSource(withoutUrl(connection));
        configuration.setResourceProvider(scripts);
        configuration.setJavaMigrationClassProvider(List::of);
        configuration.setLocationsAsStrings(MigrationScripts.LOCATION);
        configuration.setFailOnMissingLocations(false);
        configuration.setDefaultSchema(schema.toString());
        configuration.setSchemas(new String[] {schema.toString()});
        configuration.setShouldCreateSchemas(false);
        configuration.setTable(SchemaTables.HISTORY);
        configuration.setBaselineOnMigrate(true);
        configuration.setBaselineVersionAsString("0");
        configuration.setGroup(true);
        configuration.setIgnoreMigrationPatterns("*:missing", "*:future");
        configuration.setPlaceholderReplacement(true);
        configuration.setPlaceholders(Map.of(MigrationScripts.SCHEMA, '"' + schema.toString() + '"'));
        configuration.setCleanDisabled(true);
        configuration.setLoggers("slf4j");
        return configuration;
    }

    /**
     * Returns a DataSource for the connection, and hides the URL of the connection. Flyway logs the URL, and the URL
     * may contain a password.
     */
    private static DataSource withoutUrl(Connection connection) {
        Connection masked = Proxies.intercepting(Connection.class, connection, (method, original) -> {
            Object answer = original.call();
            return method.equals("getMetaData")
                    ? withoutUrl((DatabaseMetaData) Objects.requireNonNull(answer))
                    : answer;
        });
        return new SingleConnectionDataSource(masked, true);
    }

    private static DatabaseMetaData withoutUrl(DatabaseMetaData metaData) {
        return Proxies.intercepting(
                DatabaseMetaData.class,
                metaData,
                (method, original) -> method.equals("getURL") ? "jdbc:postgresql:" : original.call());
    }

    /** Class loader that finds the classes of this library and its dependencies, but no resources. */
    private static final class WithoutResources extends ClassLoader {

        private WithoutResources() {
            super(IsolatedFlyway.class.getClassLoader());
        }

        @Override
        public @Nullable URL getResource(String name) {
            return null;
        }

        @Override
        public Enumeration<URL> getResources(String name) {
            return Collections.emptyEnumeration();
        }
    }

    /** Registers Flyway's own plug-ins and ignores other plug-ins on the class path. */
    private static final class OwnPlugins extends PluginRegister {

        private final List<Plugin> plugins;

        private OwnPlugins(ClassLoader classLoader) {
            this.plugins = ServiceLoader.load(Plugin.class, classLoader).stream()
                    .filter(provider ->
                            OWN_PACKAGES.stream().anyMatch(provider.type().getName()::startsWith))
                    .map(ServiceLoader.Provider::get)
                    .filter(Plugin::isEnabled)
                    .sorted()
                    .toList();
        }

        private PostgreSQLConfigurationExtension postgres() {
            PostgreSQLConfigurationExtension extension = getExact(PostgreSQLConfigurationExtension.class);
            boolean complete = extension != null
                    && OWN_PACKAGES.stream()
                            .allMatch(own -> this.plugins.stream()
                                    .anyMatch(plugin ->
                                            plugin.getClass().getName().startsWith(own)));
            if (!complete) {
                throw OpeningProblem.LOST_PLUGINS.exception();
            }
            return Objects.requireNonNull(extension);
        }

        @Override
        public <T extends Plugin> List<T> getInstancesOf(Class<T> type) {
            return this.plugins.stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
        }

        @Override
        public <T extends Plugin> @Nullable T getInstanceOf(Class<T> type) {
            return getInstancesOf(type).stream().findFirst().orElse(null);
        }

        @Override
        public <T extends Plugin> @Nullable T getExact(Class<T> type) {
            return getInstancesOf(type).stream()
                    .filter(plugin -> plugin.getClass() == type)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T extends Plugin> @Nullable T getExact(String name) {
            return (T) this.plugins.stream()
                    .filter(plugin -> plugin.getClass().getSimpleName().equals(name))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public <T extends Plugin> List<T> getLicensedInstancesOf(Class<T> type, Configuration configuration) {
            return getInstancesOf(type).stream()
                    .filter(plugin -> plugin.isLicensed(configuration))
                    .toList();
        }

        @Override
        public <T extends Plugin> @Nullable T getLicensedExact(String name, Configuration configuration) {
            T plugin = getExact(name);
            return (plugin != null && plugin.isLicensed(configuration)) ? plugin : null;
        }

        @Override
        public PluginRegister getCopy() {
            return this;
        }
    }
}
