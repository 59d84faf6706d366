package live.roomkit.boot.autoconfigure;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.List;
import java.util.stream.Stream;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.content.EventContent;
import live.roomkit.event.AppendResult;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.ThreadSummary;
import live.roomkit.feed.Change;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomContext;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.util.ClassUtils;

/**
 * Registers what the store needs in a native image, such as the migration scripts, the types that are converted to
 * JSON, and a method of Spring that the store calls by reflection.
 */
final class RoomKitRuntimeHints implements RuntimeHintsRegistrar {

    private static final String MIX_INS = "live.roomkit.store.json.RecordMixIns";

    private final BindingReflectionHintsRegistrar records = new BindingReflectionHintsRegistrar();

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern("live/roomkit/store/postgres/migration/*.sql");
        hints.proxies().registerJdkProxy(Connection.class).registerJdkProxy(DatabaseMetaData.class);
        this.records.registerReflectionHints(
                hints.reflection(),
                Room.class,
                RoomContext.class,
                RoomEvent.class,
                AppendResult.class,
                ThreadSummary.class,
                Cursor.class,
                ChannelBinding.class,
                Participant.class,
                Identity.class,
                Task.class,
                Observation.class);
        this.records.registerReflectionHints(hints.reflection(), EventContent.class.getPermittedSubclasses());
        this.records.registerReflectionHints(hints.reflection(), Change.class.getPermittedSubclasses());
        registerMixIns(hints, classLoader);
        hints.reflection()
                .registerType(
                        ConnectionHolder.class,
                        holder -> holder.withMethod("isTransactionActive", List.of(), ExecutableMode.INVOKE));
        hints.reflection().registerType(SslBundleSocketFactory.class, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
    }

    private static void registerMixIns(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        Stream.of(ClassUtils.resolveClassName(MIX_INS, classLoader).getDeclaredClasses())
                .forEach(mixIn -> hints.reflection()
                        .registerType(
                                mixIn,
                                MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
                                MemberCategory.INVOKE_DECLARED_METHODS,
                                MemberCategory.ACCESS_DECLARED_FIELDS));
    }
}
