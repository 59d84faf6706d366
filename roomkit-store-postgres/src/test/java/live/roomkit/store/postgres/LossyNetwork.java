package live.roomkit.store.postgres;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The way to a server, on which the answer to a chosen statement can get lost, and the connection with it. */
final class LossyNetwork implements AutoCloseable {

    private static final int BUFFER_SIZE = 64 * 1024;

    private final URI server;

    private final ServerSocket listener;

    private final ExecutorService executor = Executors.newCachedThreadPool();

    private final AtomicReference<@Nullable String> doomed = new AtomicReference<>();

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

    /** Loses the answer to the next statement with these words; the server has then carried it out. */
    void loseAnswerTo(String words) {
        this.doomed.set(words);
    }

    /** Whether such a statement is still to come. */
    boolean isWaiting() {
        return this.doomed.get() != null;
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

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void forwardStatements() {
            forward(this.client, this.server, (buffer, length) -> {
                String words = LossyNetwork.this.doomed.get();
                String statement = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
                if (words != null && statement.contains(words)) {
                    this.lost = true;
                    LossyNetwork.this.doomed.set(null);
                }
                return true;
            });
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
                    to.getOutputStream().write(buffer, 0, length);
                    length = from.getInputStream().read(buffer);
                }
            } catch (IOException ex) {
                this.lost = true;
            }
        }
    }

    private interface Passage {

        boolean isOpen(byte[] buffer, int length);
    }
}
