package live.roomkit.store.postgres;

import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Starts threads of either kind. */
final class Threads {

    private Threads() {}

    static Thread start(boolean virtual, Runnable work) {
        Thread thread =
                virtual ? virtual(work) : Executors.defaultThreadFactory().newThread(work);
        thread.start();
        return thread;
    }

    /** Calls by reflection, since the tests are compiled for a JDK without virtual threads. */
    private static Thread virtual(Runnable work) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            ThreadFactory factory = (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
            return factory.newThread(work);
        } catch (ReflectiveOperationException ex) {
            throw new LinkageError("This JDK has no virtual threads", ex);
        }
    }
}
