package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Contains SQL text with the parameters for its placeholders, in the order of the placeholders. */
record SqlText(String text, List<@Nullable Object> parameters) {

    /** Joins the parts to one text. A part is an {@code SqlText}, or a piece of SQL without parameters. */
    static SqlText of(Object... parts) {
        StringBuilder text = new StringBuilder();
        List<@Nullable Object> parameters = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof SqlText sql) {
                text.append(sql.text);
                parameters.addAll(sql.parameters);
            } else {
                text.append(part);
            }
        }
        return new SqlText(text.toString(), parameters);
    }

    static SqlText with(String text, @Nullable Object... parameters) {
        List<@Nullable Object> all = new ArrayList<>();
        for (Object parameter : parameters) {
            all.add(parameter);
        }
        return new SqlText(text, all);
    }

    static SqlText union(List<SqlText> texts) {
        List<Object> parts = new ArrayList<>();
        for (SqlText text : texts) {
            parts.add(parts.isEmpty() ? "(" : " UNION ALL (");
            parts.add(text);
            parts.add(")");
        }
        return of(parts.toArray());
    }
}
