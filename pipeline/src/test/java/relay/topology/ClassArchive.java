package relay.topology;

import java.nio.file.Path;

/**
 * Classes of the relay as its processes load them, prepared once for all tests: they start some hundred processes, and
 * without it each takes a quarter of a second of a core longer.
 */
final class ClassArchive
{
    /** Ignored by a JVM that cannot use it. */
    static final Path FILE = Path.of(Host.RELAY_JAR).resolveSibling("topology.jsa");

    static
    {
        // a relay with both kinds of ends loads most of what any verb needs
        Shell.tryRun(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
            "-XX:ArchiveClassesAtExit=" + FILE, "-jar", Host.RELAY_JAR, "run",
            "--from", "udp://127.0.0.1:40997", "--to", "aeron:udp?endpoint=127.0.0.1:40998", "--duration", "0s");
    }

    private ClassArchive()
    {
    }
}
