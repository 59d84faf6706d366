package live.roomkit.boot.feed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads server-sent events as a browser does. */
final class StreamClient implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private static final int PATIENCE = 20_000;

    private final Socket socket = new Socket();

    private final BufferedReader reader;

    private final String status;

    private @Nullable String lastEventId;

    StreamClient(int port, String path, @Nullable String lastEventId) throws IOException {
        this.lastEventId = lastEventId;
        this.socket.setReceiveBufferSize(4_096);
        this.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.socket.setSoTimeout(PATIENCE);
        String header = (lastEventId != null) ? "Last-Event-ID: " + lastEventId + "\r\n" : "";
        this.socket
                .getOutputStream()
                .write(("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n" + header + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        this.reader = new BufferedReader(new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8));
        this.status = line();
        while (!line().isEmpty()) {
            // The other headers are not needed.
        }
    }

    String status() {
        return this.status;
    }

    @Nullable
    String lastEventId() {
        return this.lastEventId;
    }

    /** Returns the lines up to the next empty one. */
    List<String> nextBlock() throws IOException {
        List<String> block = new ArrayList<>();
        String line;
        while (!(line = line()).isEmpty()) {
            block.add(line);
            if (line.startsWith("id: ")) {
                this.lastEventId = line.substring(4);
            }
        }
        return block;
    }

    /** Returns the changes of the next event. */
    List<JsonNode> nextChanges() throws IOException {
        while (true) {
            List<String> block = nextBlock();
            if (block.contains("event: changes")) {
                return block.stream()
                        .filter(line -> line.startsWith("data: "))
                        .flatMap(line -> JSON.readTree(line.substring(6)).valueStream())
                        .toList();
            }
        }
    }

    /** Reads until the server ends the stream. */
    void awaitEnd() throws IOException {
        while (this.reader.readLine() != null) {
            // What was sent before the end does not matter.
        }
    }

    private String line() throws IOException {
        String line = this.reader.readLine();
        if (line == null) {
            throw new IOException("the server ended the stream");
        }
        return line;
    }

    @Override
    public void close() {
        try {
            this.socket.close();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
