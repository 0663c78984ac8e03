package relay.terminal;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** One command in this process, and what it printed. */
public final class CommandRun
{
    public final StringWriter out = new StringWriter();
    public final StringWriter err = new StringWriter();
    private final CommandLine command;

    public CommandRun(final Callable<Integer> command)
    {
        this.command = new CommandLine(command)
            .setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    }

    public int execute(final String... arguments)
    {
        return command.execute(arguments);
    }

    public JsonObject json()
    {
        return JsonParser.parseString(out.toString()).getAsJsonObject();
    }
}
