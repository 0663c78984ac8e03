package relay.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** One command in this process, and what it printed. */
final class CommandRun
{
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    private final CommandLine command;

    CommandRun(final Callable<Integer> command)
    {
        this.command = new CommandLine(command)
            .setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    }

    int execute(final String... arguments)
    {
        return command.execute(arguments);
    }

    JsonObject json()
    {
        return JsonParser.parseString(out.toString()).getAsJsonObject();
    }
}
