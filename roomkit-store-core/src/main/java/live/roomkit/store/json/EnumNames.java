package live.roomkit.store.json;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names under which an enum's constants are stored: their own in lower case. One constant has no name of its own;
 * it stands for those of a newer version.
 */
final class EnumNames {

    private static final ClassValue<EnumNames> NAMES = new ClassValue<>() {

        @Override
        protected EnumNames computeValue(Class<?> type) {
            return new EnumNames(type);
        }
    };

    private final Map<String, Enum<?>> constants = new LinkedHashMap<>();

    private final String[] names;

    private final @Nullable Enum<?> placeholder;

    private EnumNames(Class<?> type) {
        Enum<?>[] all = (Enum<?>[]) type.getEnumConstants();
        this.names = Arrays.stream(all)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
        for (Enum<?> constant : all) {
            this.constants.put(this.names[constant.ordinal()], constant);
        }
        Enum<?> unrecognized = this.constants.get("unrecognized");
        this.placeholder = (unrecognized != null) ? unrecognized : this.constants.get("unknown");
    }

    /** The names of that enum. */
    static EnumNames of(Class<?> type) {
        return NAMES.get(type);
    }

    /** Whether the constant stands for those of a newer version. */
    boolean isPlaceholder(Enum<?> constant) {
        return constant == this.placeholder;
    }

    /** The name of a constant. */
    String nameOf(Enum<?> constant) {
        return this.names[constant.ordinal()];
    }

    /** The constant of that name, or the one that stands for those of a newer version. */
    @Nullable
    Object constant(String name) {
        Enum<?> constant = this.constants.get(name);
        return (constant != null) ? constant : this.placeholder;
    }
}
