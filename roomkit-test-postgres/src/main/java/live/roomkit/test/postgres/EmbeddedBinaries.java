package live.roomkit.test.postgres;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks the PostgreSQL programs from an archive on the class path, once per machine. The name of the directory
 * contains a checksum of the archive. The directory gets this name only after all programs are unpacked.
 */
final class EmbeddedBinaries {

    private EmbeddedBinaries() {}

    /**
     * Unpacks the PostgreSQL programs unless they are already unpacked. Returns the directory that contains {@code bin}
     * and {@code lib}.
     */
    static Path unpack() {
        try {
            byte[] archive = archive();
            CRC32C checksum = new CRC32C();
            checksum.update(archive);
            Path target = Directories.base()
                    .resolve("binaries-" + Server.version() + "-" + Long.toHexString(checksum.getValue()));
            if (!Files.exists(target)) {
                Path incomplete = Directories.create("unpacking");
                extract(archive, incomplete);
                publish(incomplete, target);
            }
            return target;
        } catch (IOException ex) {
            throw new UncheckedIOException(
                    "Cannot unpack the PostgreSQL binaries into the directory for temporary files", ex);
        }
    }

    private static byte[] archive() throws IOException {
        String name = "postgres-" + operatingSystem() + "-" + architecture() + ".txz";
        try (@Nullable InputStream in = EmbeddedBinaries.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("No PostgreSQL binaries on the class path for this machine (" + name
                        + "). Set -D" + TestPostgres.PROPERTY + "=docker or to a jdbc:postgresql: URL");
            }
            return in.readAllBytes();
        }
    }

    private static String operatingSystem() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return "windows";
        }
        return name.startsWith("mac") ? "darwin" : "linux";
    }

    private static String architecture() {
        String architecture = System.getProperty("os.arch");
        if (architecture.equals("aarch64")) {
            return "arm_64";
        }
        return architecture.equals("amd64") ? "x86_64" : architecture;
    }

    private static void extract(byte[] archive, Path directory) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new BufferedInputStream(new XZInputStream(new ByteArrayInputStream(archive))))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                Path path = directory.resolve(entry.getName()).normalize();
                if (!path.startsWith(directory)) {
                    throw new IOException(
                            "The archive of the PostgreSQL binaries has an entry outside of its directory: "
                                    + entry.getName());
                }
                extract(tar, entry, path);
            }
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            if ((entry.getMode() & 0100) != 0) {
                path.toFile().setExecutable(true, false);
            }
        }
    }

    /**
     * Renames the directory with the unpacked programs to its final name. When another process has already created a
     * directory with the final name, deletes the directory {@code complete} instead.
     */
    private static void publish(Path complete, Path target) throws IOException {
        try {
            Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException ex) {
            if (!Files.exists(target)) {
                throw ex;
            }
            Directories.delete(complete);
        }
    }
}
