package relay.tools.record;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import relay.observe.IoReason;

/**
 * The files of a recording, one after the other, and which of them stay. Owned by one thread.
 */
final class RecordFiles
{
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final Set<OpenOption> REPLACING =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);

    private final RecordPlan plan;
    private final Opener opener;
    private final Deque<Path> kept = new ArrayDeque<>();
    private final String prefix;
    private final String suffix;
    private int count;

    /** Opens a file to write. */
    @FunctionalInterface
    interface Opener
    {
        SeekableByteChannel open(Path file, Set<OpenOption> options) throws IOException;
    }

    /**
     * @param plan   for them.
     * @param opener of each.
     */
    RecordFiles(final RecordPlan plan, final Opener opener)
    {
        this.plan = plan;
        this.opener = opener;
        final String name = plan.out().getFileName().toString();
        final int dot = name.lastIndexOf('.');
        prefix = (dot > 0 ? name.substring(0, dot) : name) + "-";
        suffix = dot > 0 ? name.substring(dot) : "";
    }

    /**
     * Creates the next file, and deletes the oldest ones that are too many.
     *
     * @return to write to it.
     * @throws IOException if that is not possible, or the file is there already.
     */
    SeekableByteChannel create() throws IOException
    {
        if (kept.isEmpty() && plan.isRotating())
        {
            clear();
        }
        kept.addLast(plan.isRotating() ?
            plan.out().resolveSibling(prefix + String.format(Locale.ROOT, "%05d", count + 1) + suffix) : plan.out());
        final SeekableByteChannel channel;
        try
        {
            channel = opener.open(last(), plan.isReplacing() ? REPLACING : NEW);
        }
        catch (final FileAlreadyExistsException ex)
        {
            throw alreadyThere(last());
        }
        count++;
        deleteOldest(channel);
        return channel;
    }

    /**
     * @return the file that was created last, or could not be.
     */
    Path last()
    {
        return kept.isEmpty() ? plan.out() : kept.getLast();
    }

    /**
     * @return files that were created.
     */
    int count()
    {
        return count;
    }

    private void deleteOldest(final SeekableByteChannel channel) throws IOException
    {
        while (plan.keep() > 0 && kept.size() > plan.keep())
        {
            final Path oldest = kept.removeFirst();
            try
            {
                Files.deleteIfExists(oldest);
            }
            catch (final IOException ex)
            {
                channel.close();
                throw new FileSystemException(last().toString(), null,
                    oldest + " is one too many and cannot be deleted: " + IoReason.of(ex));
            }
        }
    }

    /**
     * The file that was created last is no file of the recording, since nothing could be written to it.
     */
    void onDeleted()
    {
        count--;
    }

    /** Files of two recordings must not be taken for those of one. */
    private void clear() throws IOException
    {
        final Path directory = plan.out().toAbsolutePath().getParent();
        final Pattern ours = Pattern.compile(Pattern.quote(prefix) + "[0-9]{5,}" + Pattern.quote(suffix));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory))
        {
            for (final Path file : files)
            {
                if (ours.matcher(file.getFileName().toString()).matches())
                {
                    if (!plan.isReplacing())
                    {
                        throw alreadyThere(file);
                    }
                    Files.delete(file);
                }
            }
        }
        catch (final DirectoryIteratorException ex)
        {
            throw ex.getCause();
        }
    }

    private static IOException alreadyThere(final Path file)
    {
        return new FileAlreadyExistsException(file.toString(), null,
            "it is there already: choose another name, or --overwrite");
    }
}
