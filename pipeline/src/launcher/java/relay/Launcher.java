package relay;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileReader;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/**
 * The jar's entry point, compiled for Java 8: on an older Java it says which version Relay needs, and where one is
 * installed, instead of failing with an {@link UnsupportedClassVersionError}; on Java 25 it calls the command line.
 */
public final class Launcher
{
    private static final int REQUIRED_VERSION = 25;
    private static final int USAGE = 2;

    private Launcher()
    {
    }

    public static void main(final String[] args) throws Throwable
    {
        final int version = featureVersion(System.getProperty("java.specification.version"));
        if (version < REQUIRED_VERSION)
        {
            System.err.println(advice(version, findJdk(new File("/usr/lib/jvm"))));
            System.exit(USAGE);
        }
        try
        {
            Class.forName("relay.cli.Main").getMethod("main", String[].class).invoke(null, (Object)args);
        }
        catch (final InvocationTargetException ex)
        {
            throw ex.getCause();
        }
    }

    private static String advice(final int version, final File jdk)
    {
        return "relay: needs Java " + REQUIRED_VERSION + " and was started with Java " + version + " (" +
            System.getProperty("java.home") + "): " + (jdk == null ?
            "install one (for example the package temurin-25-jdk, https://adoptium.net) and run it with that java." :
            "Java " + REQUIRED_VERSION + " is installed here, run: " + new File(jdk, "bin/java") +
                " -jar relay.jar ...");
    }

    private static int featureVersion(final String specification)
    {
        return Integer.parseInt(specification.startsWith("1.") ? specification.substring(2) : specification);
    }

    private static File findJdk(final File directory)
    {
        final String home = System.getenv("JAVA_HOME");
        if (home != null && isRequired(new File(home)))
        {
            return new File(home);
        }
        final File[] candidates = directory.listFiles();
        if (candidates != null)
        {
            for (final File candidate : candidates)
            {
                if (isRequired(candidate))
                {
                    return candidate;
                }
            }
        }
        return null;
    }

    private static boolean isRequired(final File javaHome)
    {
        try (BufferedReader release = new BufferedReader(new FileReader(new File(javaHome, "release"))))
        {
            for (String line = release.readLine(); line != null; line = release.readLine())
            {
                if (line.startsWith("JAVA_VERSION=\"" + REQUIRED_VERSION))
                {
                    return true;
                }
            }
        }
        catch (final IOException ignore)
        {
            // not a Java home: not a candidate
        }
        return false;
    }
}
