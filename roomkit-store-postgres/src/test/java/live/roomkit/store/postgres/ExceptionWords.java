package live.roomkit.store.postgres;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Collects all words of an exception: messages, texts, printed stack, causes, suppressed and chained exceptions. */
final class ExceptionWords {

    private final StringWriter words = new StringWriter();

    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private ExceptionWords() {}

    static String of(Throwable exception) {
        ExceptionWords all = new ExceptionWords();
        exception.printStackTrace(new PrintWriter(all.words, true));
        all.collect(exception);
        return all.words.toString();
    }

    private void collect(Throwable exception) {
        if (exception == null || !this.seen.add(exception)) {
            return;
        }
        this.words.append(exception.getMessage()).append('\n');
        this.words.append(exception.getLocalizedMessage()).append('\n');
        this.words.append(exception.toString()).append('\n');
        collect(exception.getCause());
        for (Throwable suppressed : exception.getSuppressed()) {
            collect(suppressed);
        }
        if (exception instanceof SQLException sql) {
            collect(sql.getNextException());
        }
    }
}
