package relay.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A replay takes the same memory whatever the size of the file: that of a large capture stays under what was promised
 * for one of any size, in the JVM as the launcher starts it.
 */
class ReplayMemoryIT
{
    private static final int FILE_HEADER_LENGTH = 24;
    private static final int DATAGRAMS = 1_000;
    private static final int REPEATS = 300;
    private static final long RESIDENT_MAX_KB = 200_000;
    private static final int LOOK_MS = 20;
    private static final List<String> JVM_OPTIONS =
        List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m", "-XX:-UsePerfData", "-XX:MaxDirectMemorySize=1t");

    @TempDir
    private Path directory;

    @Test
    @Timeout(60)
    void shouldReplayALargeCaptureInLittleMemory() throws Exception
    {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "no /proc here");
        final Path file = largeCapture();
        assertTrue(Files.size(file) > 2 * RESIDENT_MAX_KB * 1_000, "the file is no larger than the limit");
        final Path out = directory.resolve("out.json");
        final Process process = new ProcessBuilder(command(file)).redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        long residentKb = 0;
        try
        {
            while (!process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS))
            {
                residentKb = Math.max(residentKb, residentMaxKb(process));
            }
        }
        finally
        {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue());
        assertEquals(DATAGRAMS * REPEATS,
            JsonParser.parseString(Files.readString(out)).getAsJsonObject().get("sent").getAsInt());
        final long peakKb = residentKb;
        assertTrue(peakKb > 10_000 && peakKb < RESIDENT_MAX_KB, () -> peakKb + " kB resident");
    }

    private static List<String> command(final Path file)
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-jar", System.getProperty("relay.jar"), "replay", file.toString(),
            "--to", "udp://127.0.0.1:9", "--max", "--interval", "0s", "--json"));
        return command;
    }

    /** The same records over and over. */
    private Path largeCapture() throws IOException
    {
        final CaptureWriter writer = new CaptureWriter();
        for (int i = 0; i < DATAGRAMS; i++)
        {
            writer.add(1_000L * i, "239.1.1." + i % 250 + ":5000", new byte[1_400]);
        }
        final Path file = writer.write(directory.resolve("large.pcap"), 0);
        final byte[] once = Files.readAllBytes(file);
        final byte[] records = Arrays.copyOfRange(once, FILE_HEADER_LENGTH, once.length);
        try (OutputStream stream = Files.newOutputStream(file))
        {
            stream.write(once, 0, FILE_HEADER_LENGTH);
            for (int i = 0; i < REPEATS; i++)
            {
                stream.write(records);
            }
        }
        return file;
    }

    private static long residentMaxKb(final Process process)
    {
        try
        {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter((line) -> line.startsWith("VmHWM:"))
                .mapToLong((line) -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElse(0);
        }
        catch (final IOException ignore)
        {
            return 0; // it has just ended
        }
    }
}
