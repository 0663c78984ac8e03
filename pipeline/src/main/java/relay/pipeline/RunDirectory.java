package relay.pipeline;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.agrona.IoUtil;
import relay.transport.TransportException;

/**
 * A directory in memory for what one run of a relay keeps in files: its counters and the embedded Aeron driver's logs.
 * Deleted at the end; what a killed run of the same name left is deleted at the next start, once its lock is free.
 */
final class RunDirectory implements AutoCloseable
{
    static final String PREFIX = "relay-";
    /** Of the names of relays that only warm up. */
    static final String WARM_UP_SUFFIX = ".warm-up";
    static final String LOCK_FILE = "lock";
    static final String COUNTERS_FILE = "counters.dat";

    private static final int ATTEMPTS = 10;
    /** Of this process: it would lose its lock if it only looked at the file, since that closes it (fcntl, POSIX). */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lockChannel;

    private RunDirectory(final Path path, final FileChannel lockChannel)
    {
        this.path = path;
        this.lockChannel = lockChannel;
    }

    /**
     * @param relay name of the relay.
     * @return a directory that no other run has.
     * @throws TransportException if it cannot be made.
     */
    static RunDirectory create(final String relay)
    {
        final Path parent = parent();
        final String prefix = PREFIX + relay + "-";
        deleteStale(parent, prefix);
        deleteStale(parent, PREFIX + relay + WARM_UP_SUFFIX + "-");
        return create(parent, prefix, ignore -> {});
    }

    /**
     * Until its lock is held, another start of the same name takes a directory for one that a killed run left, and
     * deletes it: then a new one is made.
     *
     * @param parent     where to make it.
     * @param prefix     of its name.
     * @param onUnlocked called with each that is made, before it is locked.
     * @return a directory that no other run has.
     * @throws TransportException if it cannot be made.
     */
    static RunDirectory create(final Path parent, final String prefix, final Consumer<Path> onUnlocked)
    {
        try
        {
            for (int i = 0; i < ATTEMPTS; i++)
            {
                final Path path = Files.createTempDirectory(
                    parent, prefix, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                final RunDirectory made = tryLock(path, onUnlocked);
                if (null != made)
                {
                    return made;
                }
            }
            throw new IOException(ATTEMPTS + " directories were deleted by other starts of the same name");
        }
        catch (final IOException ex)
        {
            throw new TransportException("no directory for counters and Aeron in " + parent + ": " + ex.getMessage() +
                " (make room there, or set -Djava.io.tmpdir)", ex);
        }
    }

    /**
     * @return where such directories are.
     */
    static Path parent()
    {
        final Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    Path resolve(final String name)
    {
        return path.resolve(name);
    }

    /**
     * Looks before files are mapped there: a mapping that outgrows the memory ends in a fault, not in an error.
     *
     * @param bytes that will be needed.
     * @param what  needs them, for the message: "the driver needs".
     * @param mend  other than to make room there.
     * @throws TransportException if they are not there.
     */
    void requireSpace(final long bytes, final String what, final String mend)
    {
        try
        {
            final long usable = Files.getFileStore(path).getUsableSpace();
            if (usable < bytes)
            {
                throw new TransportException(what + " " + mib(bytes) + " in " +
                    path.getParent() + " and " + mib(usable) + " are free: make room there " +
                    "(mount -o remount,size=... " + path.getParent() + "), " + mend, null);
            }
        }
        catch (final IOException ex)
        {
            throw new TransportException("the free space in " + path.getParent() + " cannot be read", ex);
        }
    }

    @Override
    public void close()
    {
        IoUtil.delete(path.toFile(), true);
        closeQuietly(lockChannel);
        OURS.remove(path);
    }

    private static RunDirectory tryLock(final Path path, final Consumer<Path> onUnlocked) throws IOException
    {
        OURS.add(path);
        final Path lock = path.resolve(LOCK_FILE);
        final FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        onUnlocked.accept(path);
        channel.lock();
        if (Files.exists(lock))
        {
            return new RunDirectory(path, channel);
        }
        OURS.remove(path);
        closeQuietly(channel);
        return null;
    }

    private static String mib(final long bytes)
    {
        return (bytes + 1024 * 1024 - 1) / (1024 * 1024) + " MiB";
    }

    private static void deleteStale(final Path parent, final String prefix)
    {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, prefix + "*"))
        {
            for (final Path path : left)
            {
                if (!OURS.contains(path))
                {
                    deleteIfUnlocked(path);
                }
            }
        }
        catch (final IOException ignore)
        {
            // not ours to read: then it is not ours to delete either
        }
    }

    private static void deleteIfUnlocked(final Path path)
    {
        final File directory = path.toFile();
        try (FileChannel channel = FileChannel.open(path.resolve(LOCK_FILE), StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock())
        {
            if (null != lock)
            {
                IoUtil.delete(directory, true);
            }
        }
        catch (final IOException | OverlappingFileLockException ignore)
        {
            // in use, or another user's
        }
    }

    private static void closeQuietly(final FileChannel channel)
    {
        try
        {
            channel.close();
        }
        catch (final IOException ignore)
        {
            // the file is gone already
        }
    }
}
