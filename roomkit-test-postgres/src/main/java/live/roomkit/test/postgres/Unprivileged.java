package live.roomkit.test.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;

/**
 * Command prefix that runs PostgreSQL as a user other than root, because PostgreSQL refuses to run as root. When the
 * kernel allows user namespaces, the prefix runs PostgreSQL in a user namespace. When the kernel does not allow user
 * namespaces, as in most containers, the prefix runs PostgreSQL as the user {@code nobody}.
 */
record Unprivileged(List<String> prefix, boolean isOtherUser) {

    private static final int NOBODY = 65534;

    private static final List<String> NAMESPACE = List.of("unshare", "--user");

    private static final List<String> OTHER_USER =
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");

    /**
     * If the JVM runs as root, returns a command prefix that works on this machine. Otherwise, returns an empty prefix.
     * Regards the owner of the given directory as the user who runs the JVM.
     */
    static Unprivileged detect(Path directory) throws IOException {
        if (!isOwnedByRoot(directory)) {
            return new Unprivileged(List.of(), false);
        }
        if (worksBehind(NAMESPACE)) {
            return new Unprivileged(NAMESPACE, false);
        }
        if (worksBehind(OTHER_USER)) {
            return new Unprivileged(OTHER_USER, true);
        }
        throw new IllegalStateException("PostgreSQL does not run as root, and neither unshare nor setpriv drops"
                + " root's privileges here. Run as another user, or set -D" + TestPostgres.PROPERTY
                + "=docker or to a jdbc:postgresql: URL");
    }

    /** Changes the owner of a file to the user who runs PostgreSQL. */
    void own(Path path) throws IOException {
        if (this.isOtherUser) {
            UserPrincipal nobody = path.getFileSystem()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByName(Integer.toString(NOBODY));
            Files.setOwner(path, nobody);
        }
    }

    private static boolean isOwnedByRoot(Path directory) throws IOException {
        return directory.getFileSystem().supportedFileAttributeViews().contains("unix")
                && Integer.valueOf(0).equals(Files.getAttribute(directory, "unix:uid"));
    }

    /**
     * Checks whether the prefix runs a program as a user other than root, and whether this user has a name.
     * {@code initdb} requires both.
     */
    private static boolean worksBehind(List<String> prefix) {
        try {
            List<String> command = new ArrayList<>(prefix);
            command.addAll(List.of("sh", "-c", "test \"$(id -u)\" != 0 && id -un"));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            return builder.start().waitFor() == 0;
        } catch (IOException ex) {
            return false;
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
