package live.roomkit.benchmarks.measure;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Forwards connections to a server and delays all bytes, as a network between two machines does. The delay does not
 * limit how many bytes can be on their way at the same time.
 */
final class DistantNetwork implements AutoCloseable {

    private static final byte[] END = {};

    private final ServerSocket listener;

    private final Queue<Closeable> open = new ConcurrentLinkedQueue<>();

    private final String host;

    private final int port;

    private final long delay;

    /** Starts to forward connections to a host and port. The round trip is the sum of the delays in both directions. */
    DistantNetwork(String host, int port, Duration roundTrip) {
        this.host = host;
        this.port = port;
        this.delay = roundTrip.toNanos() / 2;
        try {
            this.listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        this.open.add(this.listener);
        start(this::accept);
    }

    /** Returns the port on loopback that clients connect to. */
    int port() {
        return this.listener.getLocalPort();
    }

    @Override
    public void close() {
        this.open.forEach(DistantNetwork::closeQuietly);
    }

    private void accept() throws IOException {
        while (!this.listener.isClosed()) {
            Socket client = this.listener.accept();
            Socket server = new Socket(this.host, this.port);
            this.open.add(client);
            this.open.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            carry(client, server);
            carry(server, client);
        }
    }

    private void carry(Socket from, Socket to) {
        BlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>();
        start(() -> send(from, underWay));
        start(() -> deliver(underWay, to));
    }

    private void send(Socket from, BlockingQueue<Chunk> underWay) throws IOException {
        try (from) {
            InputStream source = from.getInputStream();
            byte[] buffer = new byte[65_536];
            for (int length = source.read(buffer); length >= 0; length = source.read(buffer)) {
                underWay.add(new Chunk(System.nanoTime() + this.delay, Arrays.copyOf(buffer, length)));
            }
        } finally {
            underWay.add(new Chunk(System.nanoTime() + this.delay, END));
        }
    }

    private static void deliver(BlockingQueue<Chunk> underWay, Socket to) throws IOException, InterruptedException {
        try (to) {
            OutputStream target = to.getOutputStream();
            for (Chunk chunk = underWay.take(); chunk.bytes() != END; chunk = underWay.take()) {
                for (long rest = chunk.arrival() - System.nanoTime();
                        rest > 0;
                        rest = chunk.arrival() - System.nanoTime()) {
                    LockSupport.parkNanos(rest);
                }
                target.write(chunk.bytes());
            }
        }
    }

    /**
     * Runs the work on a new thread. Ignores an {@code IOException}, because it only means that the connection was
     * closed.
     */
    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException ignored) {
                return;
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            return;
        }
    }

    /** Contains delayed bytes and the {@link System#nanoTime()} at which they must be delivered. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Chunk(long arrival, byte[] bytes) {}

    private interface Work {

        void run() throws IOException, InterruptedException;
    }
}
