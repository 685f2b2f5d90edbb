package io.tailrace.control.ctl;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file of a control socket. It appears under its name with its final mode and already
 * listening, since it is made in a folder that nobody else may enter; so nobody gets in before the
 * mode is set, and what a dead process left is replaced in one step.
 *
 * <p>Thread: any one at a time.
 */
final class SocketFile {
    private static final int BACKLOG = 8;

    /** Of an address, less than what the systems allow, since some count the end. */
    private static final int LONGEST = 100;

    /** What the name of the socket in the making has beyond that of the folder. */
    private static final int SCRATCH = "/.18446744073709551615/s".length();

    private static final String OWNER_ONLY = "rw-------";

    private final Path path;
    private final ServerSocketChannel channel;
    private final @Nullable Object fileKey;

    private SocketFile(Path path, ServerSocketChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.fileKey = attributes(path).fileKey();
    }

    /**
     * Listens at this path.
     *
     * @throws IOException with one line for the user
     */
    static SocketFile bind(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        Path folder = Objects.requireNonNull(absolute.getParent(), "a file has a folder");
        if (bytes(absolute) > LONGEST || bytes(folder) + SCRATCH > LONGEST) {
            throw error(
                    path,
                    "is longer than "
                            + LONGEST
                            + " bytes, or its folder than "
                            + (LONGEST - SCRATCH),
                    "choose another path",
                    null);
        }
        checkFolder(path, folder);
        checkFile(path);
        Path scratch = scratch(path, folder);
        Path made = scratch.resolve("s");
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(made), BACKLOG);
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(OWNER_ONLY));
            Files.move(made, absolute, StandardCopyOption.ATOMIC_MOVE);
            return new SocketFile(absolute, channel);
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(made);
            throw error(path, String.valueOf(e.getMessage()), "choose another path", null);
        } finally {
            Files.deleteIfExists(scratch);
        }
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static Path scratch(Path path, Path folder) throws IOException {
        try {
            return Files.createTempDirectory(
                    folder,
                    ".",
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw error(path, "its folder cannot be written", "let it belong to this user", e);
        }
    }

    private static void checkFolder(Path path, Path folder) throws IOException {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(folder);
        } catch (NoSuchFileException e) {
            throw error(path, "its folder does not exist", "create it", e);
        }
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw error(
                    path,
                    "others may write its folder, and could put another socket there",
                    "chmod go-w " + folder + ", or choose another folder",
                    null);
        }
    }

    private static void checkFile(Path path) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = attributes(path);
        } catch (NoSuchFileException e) {
            return;
        }
        if (!attributes.isOther()) {
            throw error(path, "is there and no socket", "remove it or choose another path", null);
        }
        if (isAlive(path)) {
            throw error(
                    path, "another process listens there", "stop it or choose another path", null);
        }
    }

    private static boolean isAlive(Path path) {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            return false;
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static IOException error(
            Path path, String what, String remedy, @Nullable Throwable cause) {
        return new IOException("--control-socket " + path + ": " + what + "; " + remedy, cause);
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** Listens no more; the file goes, unless it is another's by now. */
    void remove() throws IOException {
        channel.close();
        try {
            if (Objects.equals(attributes(path).fileKey(), fileKey)) {
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            // Somebody else has removed it: nothing is left to do.
            return;
        }
    }
}
