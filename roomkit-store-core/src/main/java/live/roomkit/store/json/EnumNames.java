package live.roomkit.store.json;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Maps the constants of an enum to their stored names, which are the constant names in lower case. In most enums, one
 * constant, such as {@code UNKNOWN}, is the placeholder for values that a newer version of RoomKit stored. A store
 * never writes the placeholder.
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

    static EnumNames of(Class<?> type) {
        return NAMES.get(type);
    }

    boolean isPlaceholder(Enum<?> constant) {
        return constant == this.placeholder;
    }

    String nameOf(Enum<?> constant) {
        return this.names[constant.ordinal()];
    }

    /**
     * Returns the constant with the stored name, or the placeholder when no constant has this name. Returns
     * {@code null} when the enum has no placeholder either.
     */
    @Nullable
    Object constant(String name) {
        Enum<?> constant = this.constants.get(name);
        return (constant != null) ? constant : this.placeholder;
    }
}
