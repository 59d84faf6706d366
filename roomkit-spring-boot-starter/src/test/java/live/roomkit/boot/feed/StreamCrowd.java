package live.roomkit.boot.feed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Many clients of streams on one thread, which keep nothing of what they read. */
final class StreamCrowd implements AutoCloseable {

    private final Selector selector = Selector.open();

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

    private final List<SocketChannel> channels = new ArrayList<>();

    StreamCrowd(int size, int port, String path) throws IOException {
        ByteBuffer request = StandardCharsets.US_ASCII.encode("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        for (int i = 0; i < size; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.write(request.duplicate());
            channel.configureBlocking(false);
            channel.register(this.selector, SelectionKey.OP_READ);
            this.channels.add(channel);
        }
    }

    /** Reads until each client has received a text. */
    void await(String text, Duration patience) throws IOException, TimeoutException {
        this.selector.keys().forEach(key -> key.attach(new Search(text)));
        long end = System.nanoTime() + patience.toNanos();
        for (int missing = this.channels.size(); missing > 0; ) {
            if (System.nanoTime() > end) {
                throw new TimeoutException(missing + " clients did not receive '" + text + "'");
            }
            this.selector.select(1_000);
            for (SelectionKey key : this.selector.selectedKeys()) {
                missing -= read(key) ? 1 : 0;
            }
            this.selector.selectedKeys().clear();
        }
    }

    /** Reads what is there, and checks whether the text was completed. */
    private boolean read(SelectionKey key) throws IOException {
        if (((SocketChannel) key.channel()).read(this.buffer.clear()) < 0) {
            throw new IOException("the server ended a stream");
        }
        return ((Search) key.attachment()).completedBy(this.buffer.flip());
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : this.channels) {
            channel.close();
        }
        this.selector.close();
    }

    /** Looks for a text that may arrive in pieces. */
    private static final class Search {

        private final String text;

        private int matched;

        Search(String text) {
            this.text = text;
        }

        boolean completedBy(ByteBuffer bytes) {
            while (bytes.hasRemaining() && this.matched < this.text.length()) {
                char next = (char) bytes.get();
                this.matched = (next == this.text.charAt(this.matched))
                        ? this.matched + 1
                        : (next == this.text.charAt(0)) ? 1 : 0;
                if (this.matched == this.text.length()) {
                    return true;
                }
            }
            return false;
        }
    }
}
