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
 * Carries connections to a server and delays everything that is sent, as a network between two machines does. A delay does not
 * limit how much is under way.
 */
final class DistantNetwork implements AutoCloseable {

    private static final byte[] END = {};

    private final ServerSocket listener;

    private final Queue<Closeable> open = new ConcurrentLinkedQueue<>();

    private final String host;

    private final int port;

    private final long delay;

    /** Starts to carry connections to a host and port. The round trip is the sum of the delays in both directions. */
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

    /** Ends all connections. */
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

    /** Runs work on a thread of its own. An end of the connection ends the work. */
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

    /** Bytes on their way, and the time at which they arrive, by {@link System#nanoTime()}. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Chunk(long arrival, byte[] bytes) {}

    /** Work that ends with its connection. */
    private interface Work {

        void run() throws IOException, InterruptedException;
    }
}
