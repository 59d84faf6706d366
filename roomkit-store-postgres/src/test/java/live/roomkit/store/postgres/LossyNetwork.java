package live.roomkit.store.postgres;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The way to a server, on which chosen statements or the answers to them can get lost, with the connection or without, and
 * on which everything can come to a standstill.
 */
final class LossyNetwork implements AutoCloseable {

    private static final int BUFFER_SIZE = 64 * 1024;

    private final URI server;

    private final ServerSocket listener;

    private final ExecutorService executor = Executors.newCachedThreadPool();

    private final AtomicReference<@Nullable Loss> loss = new AtomicReference<>();

    private final AtomicReference<@Nullable CountDownLatch> standstill = new AtomicReference<>();

    /** The way to the server of a JDBC URL. */
    LossyNetwork(String url) {
        this.server = URI.create(url.substring("jdbc:".length()));
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        this.executor.execute(this::accept);
    }

    /** The JDBC URL of this way. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + this.listener.getLocalPort() + this.server.getPath();
    }

    /** Loses the answer to the next statement with these words, and its connection; the server has then carried it out. */
    void loseAnswerTo(String words) {
        loseAnswersTo(words, 1);
    }

    /** As {@link #loseAnswerTo}, as often as given. */
    void loseAnswersTo(String words, int times) {
        this.loss.set(new Loss(words, Kind.ANSWER, new AtomicInteger(times)));
    }

    /** Loses the next statement with these words, and its connection; the server does not see it. */
    void loseStatement(String words) {
        this.loss.set(new Loss(words, Kind.STATEMENT, new AtomicInteger(1)));
    }

    /** From a statement with these words on, the server is not heard any more on that connection, which stays open. */
    void silenceAfter(String words) {
        this.loss.set(new Loss(words, Kind.ANSWERS_SILENTLY, new AtomicInteger(Integer.MAX_VALUE)));
    }

    /** Loses nothing more. */
    void loseNothing() {
        this.loss.set(null);
    }

    /** Whether such a statement is still to come. */
    boolean isWaiting() {
        Loss current = this.loss.get();
        return current != null && current.times().get() > 0;
    }

    /** Takes no new connections, for good. */
    void refuseConnections() {
        closeQuietly(this.listener);
    }

    /** Nothing arrives any more, on old connections and on new ones, which are accepted nevertheless. */
    void stop() {
        this.standstill.set(new CountDownLatch(1));
    }

    /** What was held up arrives. */
    void goOn() {
        CountDownLatch former = this.standstill.getAndSet(null);
        if (former != null) {
            former.countDown();
        }
    }

    private void accept() {
        try {
            while (true) {
                connect(this.listener.accept());
            }
        } catch (IOException ex) {
            this.executor.shutdown();
        }
    }

    private void connect(Socket client) throws IOException {
        Link link = new Link(client, new Socket(this.server.getHost(), this.server.getPort()));
        this.executor.execute(link::forwardStatements);
        this.executor.execute(link::forwardAnswers);
    }

    @Override
    public void close() {
        goOn();
        closeQuietly(this.listener);
        this.executor.shutdownNow();
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** One connection. */
    private final class Link {

        private final Socket client;

        private final Socket server;

        private volatile boolean lost;

        private volatile boolean silent;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void forwardStatements() {
            forward(
                    this.client,
                    this.server,
                    (buffer, length) -> arrives(
                            LossyNetwork.this.loss.get(), new String(buffer, 0, length, StandardCharsets.ISO_8859_1)));
        }

        private boolean arrives(@Nullable Loss loss, String statement) {
            if (loss == null
                    || !statement.contains(loss.words())
                    || loss.times().getAndUpdate(left -> Math.max(0, left - 1)) <= 0) {
                return true;
            }
            this.lost = loss.kind() != Kind.ANSWERS_SILENTLY;
            this.silent = loss.kind() == Kind.ANSWERS_SILENTLY;
            return loss.kind() != Kind.STATEMENT;
        }

        void forwardAnswers() {
            forward(this.server, this.client, (buffer, length) -> !this.lost);
        }

        private void forward(Socket from, Socket to, Passage passage) {
            byte[] buffer = new byte[BUFFER_SIZE];
            try (from;
                    to) {
                int length = from.getInputStream().read(buffer);
                while (length >= 0 && passage.isOpen(buffer, length)) {
                    awaitPassage();
                    if (!this.silent || from == this.client) {
                        to.getOutputStream().write(buffer, 0, length);
                    }
                    length = from.getInputStream().read(buffer);
                }
            } catch (IOException ex) {
                this.lost = true;
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }

        private void awaitPassage() throws InterruptedException {
            CountDownLatch current = LossyNetwork.this.standstill.get();
            if (current != null) {
                current.await();
            }
        }
    }

    /**
     * What gets lost.
     *
     * @param words what the statements hold
     * @param times how many more
     */
    private record Loss(String words, Kind kind, AtomicInteger times) {}

    private enum Kind {
        STATEMENT,
        ANSWER,
        /** The connection stays open. */
        ANSWERS_SILENTLY
    }

    private interface Passage {

        boolean isOpen(byte[] buffer, int length);
    }
}
