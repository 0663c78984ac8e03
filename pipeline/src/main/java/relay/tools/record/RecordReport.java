package relay.tools.record;

import com.google.gson.JsonObject;
import relay.observe.text.Numbers;

/**
 * What became of what a recording received, for scripts and for people. The JSON keys are stable:
 *
 * <pre>
 * { received, written, dropped, bufferFull, writeFailed, imbalance, kernelDrops, files, fileBytes, startEpochNs,
 *   lastEpochNs, elapsedNs, error }
 * </pre>
 *
 * Made when the recording has ended.
 */
final class RecordReport
{
    private final RecordReceiver receiver;
    private final RecordWriter writer;
    private final long kernelDrops;
    private final long startEpochNs;
    private final long endEpochNs;

    RecordReport(
        final RecordReceiver receiver,
        final RecordWriter writer,
        final long kernelDrops,
        final long startEpochNs,
        final long endEpochNs)
    {
        this.receiver = receiver;
        this.writer = writer;
        this.kernelDrops = kernelDrops;
        this.startEpochNs = startEpochNs;
        this.endEpochNs = endEpochNs;
    }

    /**
     * @return received - written - dropped, 0 unless there is a defect.
     */
    long imbalance()
    {
        return receiver.received() - writer.written() - dropped();
    }

    JsonObject json()
    {
        final JsonObject json = new JsonObject();
        json.addProperty("received", receiver.received());
        json.addProperty("written", writer.written());
        json.addProperty("dropped", dropped());
        json.addProperty("bufferFull", receiver.dropped());
        json.addProperty("writeFailed", writer.lost());
        json.addProperty("imbalance", imbalance());
        json.addProperty("kernelDrops", kernelDrops);
        json.addProperty("files", writer.fileCount());
        json.addProperty("fileBytes", writer.bytes());
        json.addProperty("startEpochNs", startEpochNs);
        json.addProperty("lastEpochNs", receiver.lastEpochNs());
        json.addProperty("elapsedNs", endEpochNs - startEpochNs);
        json.addProperty("error", writer.failure());
        return json;
    }

    String text()
    {
        final StringBuilder text = new StringBuilder("received ").append(Numbers.count(receiver.received()))
            .append(" datagrams in ").append(Numbers.duration(endEpochNs - startEpochNs))
            .append(", written ").append(Numbers.count(writer.written()))
            .append(", dropped ").append(Numbers.count(dropped()));
        if (dropped() > 0)
        {
            text.append(" (buffer full ").append(Numbers.count(receiver.dropped()))
                .append(", not written ").append(Numbers.count(writer.lost())).append(')');
        }
        if (kernelDrops >= 0)
        {
            text.append(", dropped by the kernel ").append(Numbers.count(kernelDrops));
        }
        return text.append("; ").append(Numbers.count(writer.fileCount()))
            .append(1 == writer.fileCount() ? " file, " : " files, ")
            .append(Numbers.count(writer.bytes())).append(" B").toString();
    }

    private long dropped()
    {
        return receiver.dropped() + writer.lost();
    }
}
