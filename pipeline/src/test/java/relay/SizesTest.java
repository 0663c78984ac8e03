package relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Limits of the main sources of all modules: instance fields of a class, and lines of a file. They are read as text, in
 * the house's layout: a brace is on a line of its own, and a member is four columns right of its class.
 */
class SizesTest
{
    private static final int FIELDS_MAX = 15;
    private static final int LINES_MAX = 400;
    private static final List<String> MODULES = List.of("pool", "transport", "pipeline", "perf");

    /** In the javadoc of the file's class. */
    private static final String REASON = " * <p>Longer than " + LINES_MAX + " lines because ";
    private static final Pattern CLASS = Pattern.compile("^( *)(?:[a-z]+ )*(?:class|enum|record) (\\w+).*");
    private static final Pattern FIELD = Pattern.compile(
        "^( *)(?:@\\w+ )?(?:(?:private|protected|public|final|volatile|transient) )*" +
        "(?!return |throw |package |import |static )[A-Za-z][\\w.]*(?:<.*>)?(?:\\[])* \\w+(?:;| =(?: .*)?)$");

    private record Type(String name, int indent, int[] fields)
    {
    }

    @Test
    void shouldHaveNoMoreInstanceFields() throws IOException
    {
        final List<String> wrong = new ArrayList<>();
        for (final Path file : sources())
        {
            classes(Files.readAllLines(file)).stream().filter(type -> type.fields()[0] > FIELDS_MAX)
                .forEach(type -> wrong.add(type.name() + " has " + type.fields()[0]));
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldHaveNoLongerFileWithoutAReason() throws IOException
    {
        final List<String> wrong = new ArrayList<>();
        for (final Path file : sources())
        {
            final List<String> lines = Files.readAllLines(file);
            if (lines.size() > LINES_MAX && lines.stream().noneMatch(line -> line.startsWith(REASON)))
            {
                wrong.add(file.getFileName() + " has " + lines.size());
            }
        }
        assertEquals(List.of(), wrong, "lines; split it, or say in its javadoc '" + REASON.strip() + " ...'");
    }

    @Test
    void shouldCountFieldsOfEachClass()
    {
        final List<Type> types = classes("""
            final class Outer
            {
                private static final int LIMIT = 1;
                private final Map<String, List<int[]>> map = new HashMap<>();
                private final long[] counts =
                    new long[2];
                @Option private boolean isSet;
                volatile long total;

                private record Inner(int a)
                {
                    void run()
                    {
                        final int local = 1;
                        return local;
                    }
                }

                static class Nested
                {
                    int one;
                }

                void run()
                {
                    long local = 1;
                }
                int last;
            }
            """.lines().toList());

        assertEquals(
            List.of("Outer 5", "Inner 0", "Nested 1"),
            types.stream().map(type -> type.name() + " " + type.fields()[0]).toList());
    }

    private static List<Path> sources() throws IOException
    {
        final List<Path> sources = new ArrayList<>();
        for (final String module : MODULES)
        {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java")))
            {
                files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
            }
        }
        assertTrue(sources.size() > 300, () -> "only " + sources.size() + " sources");
        return sources;
    }

    private static List<Type> classes(final List<String> lines)
    {
        final List<Type> all = new ArrayList<>();
        final Deque<Type> open = new ArrayDeque<>();
        for (final String line : lines)
        {
            final var type = CLASS.matcher(line);
            final var field = FIELD.matcher(line);
            if (type.matches())
            {
                open.push(new Type(type.group(2), type.group(1).length(), new int[1]));
                all.add(open.peek());
            }
            else if (!open.isEmpty() && field.matches() && open.peek().indent() + 4 == field.group(1).length())
            {
                open.peek().fields()[0]++;
            }
            else if (open.size() > 1 && line.equals(" ".repeat(open.peek().indent()) + "}"))
            {
                open.pop();
            }
        }
        return all;
    }
}
