package live.roomkit.store.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.EventContent;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.ThreadSummary;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomContext;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import tools.jackson.databind.module.SimpleModule;

/**
 * Jackson module that writes and reads RoomKit's records in the JSON format of {@link RecordJson}. This format has
 * snake_case names, ISO-8601 times, and a field {@code type} in content. The module does not affect other types.
 *
 * <p>Unlike {@link RecordJson}, this module also writes and reads values that a store keeps separately, such as an
 * event's index. Content of an unknown kind is read as {@link live.roomkit.content.UnknownContent}. Most enums have a
 * constant, such as {@code UNKNOWN}, for values that this version of RoomKit does not know. Every such value is read as
 * this constant. Unknown fields are ignored. When the JSON differs from the format in any other way, reading throws an
 * exception. The message of the exception contains a JSON pointer to the value that differs, and describes the problem,
 * but does not contain the value.
 *
 * <p>{@code JsonMapper.builder().findAndAddModules()} and Spring Boot find this module automatically. In other cases,
 * add the module by {@code JsonMapper.builder().addModule(new RecordModule())}.
 */
public final class RecordModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    private static final List<Class<?>> RECORDS = List.of(
            AppendResult.class,
            ChannelBinding.class,
            Cursor.class,
            EventContent.class,
            Identity.class,
            Observation.class,
            Participant.class,
            Room.class,
            RoomContext.class,
            RoomEvent.class,
            Task.class,
            ThreadSummary.class);

    /** Creates a module. Several mappers may share one module. */
    public RecordModule() {
        super("roomkit-records");
        Set<Class<?>> types = new LinkedHashSet<>();
        RECORDS.forEach(type -> collect(type, types));
        types.forEach(this::add);
    }

    private <T> void add(Class<T> type) {
        addSerializer(type, new WholeRecordSerializer<>(type));
        addDeserializer(type, new WholeRecordDeserializer<>(type));
        if (type.isEnum() || type == ChannelType.class || type == EventType.class) {
            addKeySerializer(type, new WholeRecordSerializer.Key<>(type));
            addKeyDeserializer(type, new WholeRecordDeserializer.Key(type));
        }
    }

    private static void collect(Type type, Set<Class<?>> types) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                collect(argument, types);
            }
        } else if (type instanceof Class<?> candidate && isMapped(candidate) && types.add(candidate)) {
            if (candidate == EventContent.class) {
                for (Class<?> kind : candidate.getPermittedSubclasses()) {
                    collect(kind, types);
                }
            } else if (candidate.isRecord()) {
                for (RecordComponent component : candidate.getRecordComponents()) {
                    collect(component.getGenericType(), types);
                }
            }
        }
    }

    private static boolean isMapped(Class<?> type) {
        return type.isRecord() || type.isEnum() || type == EventContent.class;
    }
}
