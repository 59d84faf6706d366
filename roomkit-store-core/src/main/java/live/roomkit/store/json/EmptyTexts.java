package live.roomkit.store.json;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.time.Instant;
import java.util.function.Function;
import live.roomkit.internal.Instants;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Makes Jackson read an empty string as {@code null} for a nullable constructor parameter of type String or Instant.
 */
final class EmptyTexts extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Object findDeserializer(MapperConfig<?> config, Annotated annotated) {
        if (annotated instanceof AnnotatedParameter parameter && isOptional(parameter)) {
            if (parameter.getRawType() == String.class) {
                return new OptionalText<>(String.class, text -> text);
            }
            if (parameter.getRawType() == Instant.class) {
                return new OptionalText<>(Instant.class, Instants::parse);
            }
        }
        return super.findDeserializer(config, annotated);
    }

    private static boolean isOptional(AnnotatedParameter parameter) {
        AnnotatedType[] types = parameter.getOwner().getMember() instanceof Executable executable
                ? executable.getAnnotatedParameterTypes()
                : new AnnotatedType[0];
        return parameter.getIndex() < types.length && types[parameter.getIndex()].isAnnotationPresent(Nullable.class);
    }

    private static final class OptionalText<T> extends StdDeserializer<T> {

        private final Function<String, T> parser;

        private OptionalText(Class<T> type, Function<String, T> parser) {
            super(type);
            this.parser = parser;
        }

        @Override
        public @Nullable T deserialize(JsonParser json, DeserializationContext context) {
            String text = context.readValue(json, String.class);
            return text.isEmpty() ? null : this.parser.apply(text);
        }
    }
}
